// Pages and budgets: every record is seen once, and no reply is longer than it may be.

#include <algorithm>
#include <set>

#include "desk.hpp"

using sample::text_json;
using sample::with;

namespace {

struct PagingFixture {
  support::TemporaryDirectory home;
  desk::Desk agent{home.path()};
  std::vector<std::string> written;

  void write(int count, const std::string& title = "zebra") {
    for (int number = 0; number < count; ++number)
      written.push_back(
          agent.write(sample::decision(title + " " + std::to_string(written.size()))));
  }
};

void append_ids(std::vector<std::string>& ids, const desk::Answer& answer) {
  const json::View records = answer.structured().find("records");
  for (std::size_t at = 0; at < records.size(); ++at)
    ids.emplace_back(records.item(at).find("id").text());
}

/// Follows the calls that the replies name, word for word.
std::vector<std::string> follow(
    const desk::Desk& agent,
    const std::string& tool,
    std::string arguments,
    const std::function<void()>& between = [] {}) {
  std::vector<std::string> ids;
  for (int page = 0; page < 200 && !arguments.empty(); ++page) {
    const auto answer = agent.must(tool, arguments);
    append_ids(ids, answer);
    arguments = desk::after(answer.text, ": " + tool + " ");
    const bool has_more = !answer.structured().find("next_cursor").is(json::Kind::absent) ||
                          !answer.structured().find("next_skip").is(json::Kind::absent);
    CHECK(has_more == !arguments.empty());
    between();
  }
  return ids;
}

}  // namespace

TEST_CASE_METHOD(PagingFixture, "the calls that replies name lead to every record once") {
  write(57);
  auto sorted = written;
  std::sort(sorted.begin(), sorted.end());
  for (const char* size : {R"("limit":1)",
                           R"("limit":7)",
                           R"("limit":50)",
                           R"("limit":50,"budget_tokens":200)",
                           R"("budget_tokens":700)"}) {
    INFO(size);
    auto listed = follow(agent, "read_records", std::string("{") + size + "}");
    CHECK(std::equal(listed.begin(), listed.end(), written.rbegin(), written.rend()));
    auto found = follow(agent, "find_records", std::string(R"({"query":"zebra",)") + size + "}");
    std::sort(found.begin(), found.end());
    CHECK(found == sorted);
  }
}

TEST_CASE_METHOD(PagingFixture,
                 "a list that is read while others write shows what was there once") {
  write(40);
  const auto before = written;
  const auto listed = follow(agent, "read_records", R"({"limit":7})", [&] { write(3, "later"); });
  CHECK(std::equal(listed.begin(), listed.end(), before.rbegin(), before.rend()));
}

TEST_CASE_METHOD(PagingFixture,
                 "going on from the last page misses nothing that was written meanwhile") {
  write(10);
  std::string cursor;
  std::string position;
  std::vector<std::string> ids;
  do {
    const auto page = agent.must(
        "read_records",
        R"({"limit":3)" + (cursor.empty() ? "" : ",\"cursor\":\"" + cursor + "\"") + "}");
    append_ids(ids, page);
    position = page.member("position");
    const json::View next = page.structured().find("next_cursor");
    cursor = next.is(json::Kind::text) ? std::string(next.text()) : std::string();
    write(1, "meanwhile");
  } while (!cursor.empty());
  append_ids(ids, agent.must("read_records", R"({"since":")" + position + "\"}"));
  std::sort(ids.begin(), ids.end());
  auto sorted = written;
  std::sort(sorted.begin(), sorted.end());
  CHECK(ids == sorted);
}

TEST_CASE_METHOD(PagingFixture, "catching up by position sees what others write exactly once") {
  write(3);
  std::vector<std::string> seen;
  std::string since = "1970-01-01";
  for (int round = 0; round < 20; ++round) {
    const auto answer = agent.must(
        "read_records", R"({"limit":100,"budget_tokens":20000,"since":")" + since + "\"}");
    append_ids(seen, answer);
    since = answer.member("position");
    write(round % 4);
  }
  const auto last = agent.must("read_records", R"({"since":")" + since + "\"}");
  append_ids(seen, last);
  std::sort(seen.begin(), seen.end());
  auto sorted = written;
  std::sort(sorted.begin(), sorted.end());
  CHECK(seen == sorted);
}

TEST_CASE_METHOD(PagingFixture, "no reply is longer than its budget, and each shows something") {
  for (int number = 0; number < 12; ++number) {
    const std::string tail = " zebra " + std::to_string(number);
    for (const std::string unit : {"😀", "x", "\"", "\n"}) {
      const std::string title = json::quoted(sample::times(120 - tail.size(), unit) + tail);
      agent.write(with(with(sample::decision(), "title", title),
                       "summary",
                       json::quoted("Summary." + sample::times(390, unit) + ".")));
      agent.write(with(with(sample::runbook(), "title", title),
                       "summary",
                       json::quoted("Summary." + sample::times(390, unit) + ".")));
    }
  }
  const std::string long_query = json::quoted("zebra " + sample::times(1990, "😀"));
  for (const int tokens : {200, 201, 250, 333, 500, 1000, 1500, 2000, 5000, 20000}) {
    const std::string budget = R"("budget_tokens":)" + std::to_string(tokens) + "}";
    const std::size_t bytes_max = base::bytes_of_tokens(static_cast<std::size_t>(tokens));
    for (const auto& [tool, arguments] :
         {std::pair<std::string, std::string>{"read_records", R"({"limit":100,)" + budget},
          {"read_records", R"({"type":"runbook","status":"active","agent":"devbot",)" + budget},
          {"find_records", R"({"limit":50,"query":"zebra",)" + budget},
          {"find_records", R"({"limit":50,"query":)" + long_query + "," + budget},
          {"brief", "{" + budget}}) {
      const auto answer = agent.must(tool, arguments);
      INFO(tool << " " << tokens << "\n" << answer.text.substr(0, 1500));
      CHECK(answer.text.size() <= bytes_max);
      CHECK(answer.structured().dump().size() <= bytes_max);
      if (tool == "brief") {
        CHECK(answer.structured().find("shown").integer() > 0);
      } else {
        CHECK(answer.structured().find("records").size() > 0);
      }
      CHECK(base::is_utf8(answer.text));
    }
  }
  CHECK(agent.must("find_records", R"({"query":"zebra"})").text.size() <=
        base::bytes_of_tokens(2000));
}

TEST_CASE_METHOD(PagingFixture, "a long project name does not break the budget") {
  const desk::Desk other = agent.beside(std::string(200, 'p'), std::string(32, 'a'));
  other.write(with(sample::decision(), "title", text_json(120, "😀")));
  for (const auto& [tool, arguments] :
       {std::pair<std::string, std::string>{"read_records", R"({"budget_tokens":200})"},
        {"find_records", R"({"query":"postgresql","budget_tokens":200})"},
        {"brief", R"({"budget_tokens":200})"}}) {
    const auto answer = other.must(tool, arguments);
    INFO(answer.text);
    CHECK(answer.text.size() <= 700);
    CHECK(answer.structured().dump().size() <= 700);
    CHECK_THAT(answer.text, Catch::Contains("😀"));
  }
}
