// Pages and budgets of get_timeline.

#include "base/format.hpp"
#include "base/text.hpp"
#include "desk.hpp"

using Catch::Contains;
using happenings::of_run_a;
using happenings::run_a;
using runlog::Kind;
using runlog::Source;

namespace {

/// Long in everything that is shown; each quote takes two bytes in JSON.
runlog::Event long_call(int number, Kind kind) {
  runlog::Event event = happenings::tool(base::format("toolu_{}", number), kind, number * 1000);
  event.title = std::string(220, '"') + std::to_string(number);
  event.tool = std::string(200, '\\');
  event.agent = std::string(60, '"');
  event.file_path = std::string(3000, '"');
  event.severity = runlog::Severity::error;
  return of_run_a(event);
}

struct TimelinePagingFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  desk::Answer timeline(const std::string& more = {}) const {
    return devbot.must("get_timeline", desk::of_run(run_a, more));
  }

  /// The titles of all pages, which are of that size.
  std::vector<std::string> titles_by(const std::string& page) const {
    std::vector<std::string> titles;
    std::string more = page;
    for (int pages = 0; pages < 1000; ++pages) {
      const auto answer = timeline(more);
      for (const std::string& title : answer.each("entries", "title"))
        titles.push_back(title);
      if (answer.structured().find("next_cursor").is(json::Kind::absent)) return titles;
      more = page + R"(,"cursor":")" + answer.member("next_cursor") + "\"";
    }
    FAIL("the pages have no end");
    return titles;
  }
};

}  // namespace

TEST_CASE_METHOD(TimelinePagingFixture, "pages of any size give every entry once and in order") {
  std::vector<runlog::Event> events{happenings::start(run_a, 0)};
  for (int number = 1; number <= 150; ++number)
    events.push_back(of_run_a(happenings::note(base::format("note {}", number), number * 1000)));
  devbot.deliver(events);
  const auto all = timeline(R"("budget_tokens":20000)").each("entries", "title");
  REQUIRE(all.size() == 151);
  CHECK(titles_by(R"("limit":1)") == all);
  CHECK(titles_by(R"("limit":40)") == all);
  CHECK(titles_by(R"("budget_tokens":300)") == all);
}

TEST_CASE_METHOD(TimelinePagingFixture,
                 "a cursor stays where it was when events arrive between two pages") {
  std::vector<runlog::Event> events{happenings::start(run_a, 0)};
  for (int number = 1; number <= 6; ++number)
    events.push_back(of_run_a(happenings::note(base::format("note {}", number), number * 1000)));
  devbot.deliver(events);
  const auto first = timeline(R"("limit":4)");
  devbot.deliver(
      {of_run_a(happenings::note("earlier", 500)), of_run_a(happenings::note("later", 6'500))});
  const auto second = timeline(R"("cursor":")" + first.member("next_cursor") + "\"");
  CHECK(second.each("entries", "title") ==
        std::vector<std::string>{"note 4", "note 5", "note 6", "later"});
}

TEST_CASE_METHOD(TimelinePagingFixture,
                 "a cursor holds when another source tells more of the call that it names") {
  using namespace happenings;
  devbot.deliver({start(run_a, 0),
                  of_run_a(tool("toolu_1", Kind::tool_end, 2'000)),
                  of_run_a(note("behind it", 3'000))});
  const auto first = timeline(R"("limit":2)");
  CHECK(first.each("entries", "kind").back() == "tool");
  devbot.deliver({of_run_a(tool("toolu_1", Kind::tool_start, 1'000))});
  const auto second = timeline(R"("cursor":")" + first.member("next_cursor") + "\"");
  CHECK(second.each("entries", "title") == std::vector<std::string>{"behind it"});
}

TEST_CASE_METHOD(TimelinePagingFixture,
                 "a cursor of an edit that a better source tells again holds as well") {
  using namespace happenings;
  const auto edited = [](Source source) {
    runlog::Event event = edit("src/a.cpp", source == Source::hook ? 1'900 : 2'000);
    event.id = runlog::event_id(source, "edit");
    event.source = source;
    event.tool_use_id = "toolu_1";
    return of_run_a(event);
  };
  devbot.deliver({start(run_a, 0),
                  of_run_a(tool("toolu_1", Kind::tool_start, 1'000)),
                  edited(Source::transcript),
                  of_run_a(note("behind it", 3'000))});
  const auto first = timeline(R"("limit":3)");
  REQUIRE(first.each("entries", "kind").back() == "file.edit");
  devbot.deliver({edited(Source::hook)});
  const auto second = timeline(R"("cursor":")" + first.member("next_cursor") + "\"");
  CHECK(second.each("entries", "title") == std::vector<std::string>{"behind it"});
}

TEST_CASE_METHOD(TimelinePagingFixture, "a cursor of another run is refused") {
  devbot.deliver({happenings::start(run_a, 0)});
  CHECK_THAT(devbot.refused("get_timeline", desk::of_run(run_a, R"("cursor":"after-7")")),
             Contains("cursor") && Contains("next_cursor of an earlier reply"));
}

TEST_CASE_METHOD(TimelinePagingFixture,
                 "no budget is exceeded, as text and as JSON, and each gets on") {
  runlog::StartFacts facts{.title = std::string(300, '"')};
  std::vector<runlog::Event> events{happenings::start(run_a, 0, facts)};
  for (int number = 1; number <= 30; ++number) {
    events.push_back(long_call(number, Kind::tool_start));
    runlog::Event end = long_call(number, Kind::tool_error);
    end.clock = base::format("host:{}", number);
    events.push_back(end);
  }
  devbot.deliver(events);
  for (const int tokens : {300, 301, 400, 600, 1000, 4000, 20000}) {
    const std::string budget = base::format(R"("budget_tokens":{})", tokens);
    std::string more = budget;
    for (int page = 0; page < 3; ++page) {
      const auto answer = timeline(more);
      INFO(tokens << " tokens: " << answer.text);
      CHECK(answer.text.size() <= base::bytes_of_tokens(static_cast<std::size_t>(tokens)));
      CHECK(answer.structured().dump().size() <=
            base::bytes_of_tokens(static_cast<std::size_t>(tokens)));
      CHECK(answer.list("entries").size() > 0);
      if (answer.structured().find("next_cursor").is(json::Kind::absent)) break;
      more = budget + R"(,"cursor":")" + answer.member("next_cursor") + "\"";
    }
  }
}
