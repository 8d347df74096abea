// Filters of find_records and read_records, alone and combined, against a plain model of them.

#include <algorithm>
#include <set>

#include "desk.hpp"

namespace {

struct Kept {
  std::string id, project, type, agent, status, tag;
};

struct FiltersFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  std::vector<Kept> all;

  FiltersFixture() {
    int number = 0;
    for (const char* project : {"shop", "blog"}) {
      for (const char* agent : {"devbot", "infrabot"}) {
        const desk::Desk desk = devbot.beside(project, agent);
        for (const auto& [type, status, tag] : {std::tuple{"decision", "accepted", "db"},
                                                {"decision", "proposed", "db"},
                                                {"incident", "open", "db"},
                                                {"incident", "mitigated", "net"},
                                                {"pattern", "candidate", "net"}}) {
          std::string record = sample::decision("zebra " + std::to_string(++number));
          if (std::string_view(type) == "incident")
            record = sample::incident("zebra " + std::to_string(number));
          if (std::string_view(type) == "pattern")
            record = sample::pattern("zebra " + std::to_string(number));
          record = sample::with(record, "status", json::quoted(status));
          record = sample::with(record, "tags", "[\"all\"," + json::quoted(tag) + "]");
          all.push_back({desk.write(record), project, type, agent, status, tag});
        }
      }
    }
  }

  std::multiset<std::string> ids(const std::string& tool, const std::string& arguments) const {
    std::multiset<std::string> found;
    const auto answer = devbot.must(tool, arguments);
    const json::View records = answer.structured().find("records");
    for (std::size_t at = 0; at < records.size(); ++at)
      found.emplace(records.item(at).find("id").text());
    return found;
  }
};

}  // namespace

TEST_CASE_METHOD(FiltersFixture, "filters select what they say, alone and combined") {
  const char* const types[] = {"", "decision", "incident", "runbook"};
  const char* const agents[] = {"", "devbot", "infrabot", "nobody"};
  const char* const statuses[] = {"", "open", "proposed"};
  const char* const tags[] = {"", "db", "net", "all", "d"};
  const char* const projects[] = {"", "blog", "nowhere"};
  for (const std::string type : types) {
    for (const std::string agent : agents) {
      for (const std::string status : statuses) {
        for (const std::string tag : tags) {
          for (const std::string project : projects) {
            std::string arguments = R"({"limit":50,"budget_tokens":20000)";
            for (const auto& [name, value] : {std::pair{"type", type},
                                              {"agent", agent},
                                              {"status", status},
                                              {"tag", tag},
                                              {"project", project}}) {
              if (!value.empty())
                arguments += std::string(",\"") + name + "\":" + json::quoted(value);
            }
            std::multiset<std::string> expected;
            for (const Kept& kept : all) {
              const bool fits = kept.project == (project.empty() ? "shop" : project) &&
                                (type.empty() || kept.type == type) &&
                                (agent.empty() || kept.agent == agent) &&
                                (status.empty() || kept.status == status) &&
                                (tag.empty() || tag == "all" || kept.tag == tag);
              if (fits) expected.insert(kept.id);
            }
            INFO(arguments);
            CHECK(ids("read_records", arguments + "}") == expected);
            CHECK(ids("find_records", arguments + R"(,"query":"zebra"})") == expected);
          }
        }
      }
    }
  }
}

TEST_CASE_METHOD(FiltersFixture, "the agent filter takes the name as the launcher may spell it") {
  CHECK(ids("read_records", R"({"agent":"InfraBot"})").size() == 5);
  CHECK(ids("find_records", R"({"query":"zebra","agent":"InfraBot"})").size() == 5);
  CHECK(ids("read_records", R"({"tag":"DB"})").size() == 6);
}

TEST_CASE_METHOD(FiltersFixture, "read_records lists the newest first") {
  const auto answer = devbot.must("read_records", "{}");
  const json::View records = answer.structured().find("records");
  REQUIRE(records.size() == 10);
  for (std::size_t at = 0; at < 10; ++at)
    CHECK(records.item(at).find("id").text() == all[9 - at].id);
}

TEST_CASE_METHOD(FiltersFixture, "since takes what came later: by position, by time, by span") {
  const std::string position = devbot.must("read_records", "{}").member("position");
  CHECK(ids("read_records", R"({"since":")" + position + R"("})").empty());
  const std::string newer = devbot.write(sample::decision("Newer zebra"));
  CHECK(ids("read_records", R"({"since":")" + position + R"("})") ==
        std::multiset<std::string>{newer});
  CHECK(ids("find_records", R"({"query":"zebra","since":")" + position + R"("})") ==
        std::multiset<std::string>{newer});
  CHECK(ids("read_records", R"({"since":"1d"})").size() == 11);
  CHECK(ids("read_records", R"({"since":"2999-01-01"})").empty());
  CHECK(ids("read_records", R"({"since":"1970-01-01"})").size() == 11);
  const auto one = devbot.must("get_record", R"({"id":")" + newer + R"("})");
  const std::string written = one.member("created_at");
  CHECK(ids("read_records", R"({"since":")" + written + R"("})") ==
        std::multiset<std::string>{newer});
  const auto bad = devbot.call("read_records", R"({"since":"lately"})");
  CHECK(bad.is_error);
  CHECK_THAT(bad.text,
             Catch::Contains("2026-11-22T20:27:00Z") && Catch::Contains("7d") &&
                 Catch::Contains("after-42"));
}

TEST_CASE_METHOD(FiltersFixture,
                 "no record of another project is seen unless that project is named") {
  for (const Kept& kept : all) {
    if (kept.project == "shop") continue;
    const std::string id = R"({"id":")" + kept.id + "\"";
    const auto refused = devbot.call("get_record", id + "}");
    CHECK(refused.is_error);
    CHECK_THAT(refused.text, Catch::Contains(R"("project": "blog")"));
    CHECK(devbot.must("get_record", id + R"(,"project":"blog"})").member("project") == "blog");
    for (const char* call : {"brief", "read_records", "find_records"}) {
      const bool asks = std::string_view(call) == "find_records";
      const auto answer = devbot.must(call, asks ? R"({"query":"zebra"})" : "{}");
      CHECK(answer.response->root().dump().find(kept.id) == std::string::npos);
    }
  }
  CHECK(ids("read_records", R"({"project":"blog"})").size() == 10);
  CHECK(devbot.call("read_records", R"({"project":"${PROJECT}"})").is_error);
  const auto unknown =
      devbot.call("get_record", R"({"id":"01938a6e-7c00-7000-8000-000000000000"})");
  CHECK(unknown.is_error);
  CHECK_THAT(unknown.text, Catch::Contains("find_records"));
}
