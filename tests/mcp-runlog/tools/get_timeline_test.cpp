// get_timeline: what it shows and what it leaves out.

#include "desk.hpp"

using Catch::Contains;
using happenings::of_run_a;
using happenings::run_a;
using runlog::Kind;
using runlog::Source;

namespace {

runlog::Event bad(runlog::Event event) {
  event.severity = runlog::Severity::error;
  return event;
}

struct GetTimelineFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  GetTimelineFixture() {
    using namespace happenings;
    runlog::Event end = tool("toolu_1", Kind::tool_end, 3'000);
    end.duration_ms = 950;
    end.source = Source::transcript;
    end.id = runlog::event_id(Source::transcript, "toolu_1 end");
    runlog::Event other_agent = bad(event(Source::log, "disk full", Kind::log, 5'000));
    other_agent.agent = "infrabot";
    devbot.deliver({start(run_a, 0),
                    of_run_a(event(Source::hook, "a prompt", Kind::prompt, 1'000)),
                    of_run_a(tool("toolu_1", Kind::tool_start, 2'000)),
                    of_run_a(tool("toolu_1", Kind::tool_end, 2'950)),
                    of_run_a(end),
                    of_run_a(tool("toolu_2", Kind::tool_start, 4'000)),
                    of_run_a(bad(tool("toolu_2", Kind::tool_error, 4'500))),
                    of_run_a(other_agent)});
  }

  desk::Answer timeline(const std::string& more = {}) const {
    return devbot.must("get_timeline", desk::of_run(run_a, more));
  }

  std::vector<std::string> kinds(const std::string& more = {}) const {
    return timeline(more).each("entries", "kind");
  }
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE_METHOD(GetTimelineFixture, "a tool call is one entry, whoever told of it") {
  const auto answer = timeline();
  CHECK(kinds() == Words{"run.start", "prompt", "tool", "tool", "log"});
  const json::View call = answer.list("entries").item(2);
  CHECK(call.find("tool").text() == "Bash");
  CHECK(call.find("tool_use_id").text() == "toolu_1");
  CHECK(call.find("state").text() == "done");
  CHECK(call.find("duration_ms").integer() == 950);
  CHECK(call.find("told_by").size() == 2);
  CHECK(call.find("at_ms").integer() == 2'000);
  const auto end = devbot.must(
      "get_event", R"({"event_id":")" + std::string(call.find("end_event_id").text()) + "\"}");
  CHECK(end.structured().find("event").find("kind").text() == "tool.end");
  CHECK(answer.list("entries").item(3).find("state").text() == "failed");
}

TEST_CASE_METHOD(GetTimelineFixture, "filters leave in what fits, and say how much does") {
  CHECK(kinds(R"("kinds":["prompt","log"])") == Words{"prompt", "log"});
  CHECK(kinds(R"("kinds":["tool.error"])") == Words{"tool"});
  CHECK(kinds(R"("sources":["log"])") == Words{"log"});
  CHECK(kinds(R"("agent":"infrabot")") == Words{"log"});
  CHECK(kinds(R"("severity_min":"error")") == Words{"tool", "log"});
  CHECK(kinds(R"("severity_min":"error","agent":"devbot")") == Words{"tool"});
  CHECK(timeline(R"("kinds":["prompt","log"])").member("total") == "2");
  CHECK(kinds(R"("kinds":["note"])").empty());
  CHECK_THAT(timeline(R"("kinds":["note"])").text, Contains("0 entries"));
}

TEST_CASE_METHOD(GetTimelineFixture, "as text and as JSON it says the same") {
  const auto text = timeline();
  const auto as_json = timeline(R"("format":"json")");
  CHECK(as_json.structured().dump() == text.structured().dump());
  const auto parsed = json::parse(as_json.text);
  REQUIRE(parsed);
  CHECK(parsed->root().dump() == text.structured().dump());
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.list("entries").size(); ++at) {
    const json::View entry = text.list("entries").item(at);
    const std::size_t line = text.text.find(std::string(entry.find("event_id").text()), from);
    REQUIRE(line != std::string::npos);
    CHECK(text.text.rfind(std::string(entry.find("title").text()), line) != std::string::npos);
    from = line;
  }
}

TEST_CASE_METHOD(GetTimelineFixture, "an order that nobody can know is called approximate") {
  CHECK_THAT(timeline().text, !Contains("approximate"));
  runlog::Event far = of_run_a(happenings::event(Source::log, "elsewhere", Kind::log, 5'100));
  far.clock = "host:two";
  devbot.deliver({far});
  const auto answer = timeline();
  const json::View last = answer.list("entries").item(5);
  CHECK(last.find("approximate").boolean());
  CHECK_THAT(answer.text, Contains("~") && Contains("Order approximate"));
  CHECK_THAT(answer.member("order"), Contains("host:two cannot be compared with host:one"));
}

TEST_CASE_METHOD(GetTimelineFixture, "a clock that is off is corrected, and that is said") {
  runlog::Event told =
      of_run_a(happenings::event(Source::mcp, "within", Kind::note, 2'500 + 60'000));
  told.clock = "host:two";
  told.tool_use_id = "toolu_1";
  devbot.deliver({told});
  const auto answer = timeline();
  CHECK_THAT(answer.member("order"), Contains("host:two is off by 60"));
  CHECK(answer.each("entries", "title")[3] == "within");
}

TEST_CASE_METHOD(GetTimelineFixture, "edits and calls that two sources tell of are shown once") {
  using namespace happenings;
  runlog::Event again = edit("src/a.cpp", 6'000);
  again.tool_use_id = "toolu_3";
  runlog::Event twice = again;
  twice.source = Source::transcript;
  twice.id = runlog::event_id(Source::transcript, "edit src/a.cpp");
  devbot.deliver({of_run_a(again), of_run_a(twice)});
  const auto shown = kinds(R"("kinds":["file.edit"])");
  CHECK(shown == Words{"file.edit"});
}
