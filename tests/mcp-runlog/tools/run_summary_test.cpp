// run_summary and file_changes: a run at a glance, and what it did to files.

#include "base/format.hpp"
#include "base/text.hpp"
#include "desk.hpp"

using Catch::Contains;
using happenings::run_a;
using happenings::run_b;
using runlog::Kind;
using runlog::Source;
using Words = std::vector<std::string>;

namespace {

runlog::Event edited(const std::string& run_id, const std::string& path, int number) {
  runlog::Event event = happenings::edit(path, number * 1000);
  event.id = runlog::event_id(Source::hook, base::format("{} {} {}", run_id, path, number));
  event.body_json =
      R"({"patch":"@@ -1 +1 @@\n-a\n+b\n","lines_added":1,"lines_removed":1,"sha256_after":"ab"})";
  return happenings::of_run(run_id, event);
}

struct RunSummaryFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
};

}  // namespace

TEST_CASE_METHOD(RunSummaryFixture,
                 "a summary counts tools, files, errors and cost, and knows what is missing") {
  using namespace happenings;
  runlog::Event api = event(Source::transcript, "model", Kind::api, 2'000);
  api.tokens_in = 1000;
  api.tokens_out = 50;
  runlog::Event error = tool("toolu_2", Kind::tool_error, 4'500);
  error.severity = runlog::Severity::error;
  std::vector<runlog::Event> events{start(run_a, 0),
                                    of_run(run_a, tool("toolu_1", Kind::tool_start, 1'000)),
                                    of_run(run_a, tool("toolu_1", Kind::tool_end, 3'000)),
                                    of_run(run_a, tool("toolu_2", Kind::tool_start, 4'000)),
                                    of_run(run_a, error),
                                    of_run(run_a, api),
                                    of_run(run_a, tool("toolu_3", Kind::tool_start, 5'000)),
                                    edited(run_a, "/src/a.cpp", 6),
                                    edited(run_a, "/src/a.cpp", 7),
                                    finish(run_a, 9'000, {.outcome = "Done."})};
  devbot.deliver(events);
  const auto summary = devbot.must("run_summary", desk::of_run(run_a));
  const json::View bash = summary.list("tools").item(0);
  CHECK(bash.find("tool").text() == "Bash");
  CHECK(bash.find("calls").integer() == 3);
  CHECK(bash.find("failed").integer() == 1);
  CHECK(bash.find("total_ms").integer() == 2'500);
  const json::View file = summary.list("files").item(0);
  CHECK(file.find("path").text() == "/src/a.cpp");
  CHECK(file.find("edits").integer() == 2);
  CHECK(file.find("lines_added").integer() == 2);
  CHECK(summary.each("errors", "event_id") == Words{error.id});
  CHECK(summary.member("tokens_in") == "1000");
  CHECK_THAT(summary.text,
             Contains("Bash: 3 calls, 1 failed") && Contains("/src/a.cpp (+2 -2 in 2 edits)"));
  const json::View completeness = summary.structured().find("completeness");
  CHECK_FALSE(completeness.find("complete").boolean());
  CHECK_THAT(std::string(completeness.find("gaps").item(0).text()),
             Contains("the end of Bash toolu_3 was never told"));
  CHECK_THAT(summary.text, Contains("Not complete"));
}

TEST_CASE_METHOD(RunSummaryFixture,
                 "a run that is told to its end by all that should is complete") {
  using namespace happenings;
  devbot.deliver({start(run_a, 0), finish(run_a, 1'000, {.outcome = "Done."})});
  const auto summary = devbot.must("run_summary", desk::of_run(run_a));
  CHECK(summary.structured().find("completeness").find("complete").boolean());
  CHECK_THAT(summary.text, Contains("Complete, as far as can be told."));
}

TEST_CASE_METHOD(RunSummaryFixture,
                 "changes are those of a run, oldest first, or of a file, newest first") {
  devbot.deliver({edited(run_a, "/src/a.cpp", 1),
                  edited(run_a, "/src/b.cpp", 2),
                  edited(run_b, "/src/a.cpp", 3)});
  const auto of_run = devbot.must("file_changes", desk::of_run(run_a));
  CHECK(of_run.each("edits", "path") == Words{"/src/a.cpp", "/src/b.cpp"});
  CHECK_THAT(of_run.text, Contains("+b") && Contains("(+1 -1)"));
  CHECK(of_run.list("edits").item(0).find("sha256_after").text() == "ab");
  const auto of_file = devbot.must("file_changes", R"({"path":"src/a.cpp","patches":false})");
  CHECK(of_file.list("edits").size() == 2);
  CHECK(of_file.list("edits").item(0).find("run_ids").item(0).text() == run_b);
  CHECK(of_file.list("edits").item(0).find("patch").is(json::Kind::absent));
  CHECK_THAT(of_file.text, !Contains("+b") && !Contains("left out"));
  CHECK(devbot.must("file_changes", R"({"path":"rc/a.cpp"})").list("edits").size() == 0);
  CHECK_THAT(devbot.refused("file_changes", desk::of_run(run_a, R"("path":"a.cpp")")),
             Contains("give one of the two"));
}

TEST_CASE_METHOD(RunSummaryFixture,
                 "changes keep to any budget: first patches go, then there is another page") {
  std::vector<runlog::Event> events;
  for (int number = 1; number <= 120; ++number) {
    runlog::Event event = edited(run_a, "/src/" + std::string(200, '"'), number);
    event.body_json =
        R"({"patch":"@@ -1 +1 @@\n-)" + std::string(2000, 'x') + R"(\n","lines_removed":1})";
    events.push_back(event);
  }
  devbot.deliver(events);
  for (const int tokens : {300, 600, 4000, 20000}) {
    std::size_t seen = 0;
    std::string more = base::format(R"("limit":200,"budget_tokens":{})", tokens);
    const std::string page = more;
    for (;;) {
      const auto answer = devbot.must("file_changes", desk::of_run(run_a, more));
      const std::size_t bytes_max = base::bytes_of_tokens(static_cast<std::size_t>(tokens));
      INFO(tokens << " tokens: " << answer.text);
      REQUIRE(answer.text.size() <= bytes_max);
      REQUIRE(answer.structured().dump().size() <= bytes_max);
      REQUIRE(answer.list("edits").size() > 0);
      seen += answer.list("edits").size();
      if (answer.structured().find("next_cursor").is(json::Kind::absent)) break;
      more = page + R"(,"cursor":")" + answer.member("next_cursor") + "\"";
    }
    CHECK(seen == 120);
  }
}
