// log_event: what no tool call shows.

#include "desk.hpp"

using Catch::Contains;
using happenings::run_a;

namespace {

struct LogEventFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  LogEventFixture() {
    devbot.must("start_run", desk::of_run(run_a, R"("title":"Mend the build")"));
  }

  desk::Answer say(const std::string& more) const {
    return devbot.must("log_event", desk::of_run(run_a, more));
  }

  json::Document event(const desk::Answer& said) const {
    const auto got = devbot.must("get_event", R"({"event_id":")" + said.member("event_id") + "\"}");
    auto event = json::parse(got.structured().find("event").dump());
    REQUIRE(event);
    return std::move(event).value();
  }
};

}  // namespace

TEST_CASE_METHOD(LogEventFixture, "everything that is said of an event is found in it") {
  const auto cause = say(R"("title":"Ask","kind":"message.in","text":"Please mend it.")");
  const auto said = say(
      R"("title":"Chose","text":"Smaller is safer.","body":{"options":["a","b"],"text":"not this"},)"
      R"("severity":"warning","file_path":"src/a.cpp","tool_use_id":"toolu_1","cause_id":")" +
      cause.member("event_id") + "\"");
  CHECK(said.member("added") == "true");
  CHECK(said.member("redactions") == "0");
  const json::Document event = this->event(said);
  const json::View root = event.root();
  CHECK(root.find("source").text() == "mcp");
  CHECK(root.find("kind").text() == "note");
  CHECK(root.find("agent").text() == "devbot");
  CHECK(root.find("run_id").text() == run_a);
  CHECK(root.find("severity").text() == "warning");
  CHECK(root.find("file_path").text() == "src/a.cpp");
  CHECK(root.find("tool_use_id").text() == "toolu_1");
  CHECK(root.find("cause_id").text() == cause.member("event_id"));
  CHECK(root.find("body").find("text").text() == "Smaller is safer.");
  CHECK(root.find("body").find("options").size() == 2);
}

TEST_CASE_METHOD(LogEventFixture, "the same key adds nothing, and no key always does") {
  const auto first = say(R"("title":"Once","key":"k1")");
  const auto again = say(R"("title":"Once","key":"k1")");
  CHECK(again.member("added") == "false");
  CHECK(again.member("event_id") == first.member("event_id"));
  const auto other = devbot.beside("infrabot")
                         .must("log_event", desk::of_run(run_a, R"("title":"Once","key":"k1")"));
  CHECK(other.member("added") == "true");
  CHECK(say(R"("title":"Twice")").member("event_id") !=
        say(R"("title":"Twice")").member("event_id"));
}

TEST_CASE_METHOD(LogEventFixture,
                 "a message that woke the agent names the run and stands at its front") {
  say(R"("title":"Please mend it","kind":"message.in")");
  const auto answer = devbot.must("get_timeline", desk::of_run(run_a));
  const json::View entries = answer.list("entries");
  CHECK(entries.item(0).find("kind").text() == "message.in");
  CHECK(entries.item(1).find("kind").text() == "run.start");
}

TEST_CASE_METHOD(LogEventFixture, "an edit that is told is one of the changes") {
  say(R"("title":"By hand","kind":"file.edit","file_path":"src/a.cpp","body":{"lines_added":2})");
  const auto changes = devbot.must("file_changes", desk::of_run(run_a));
  CHECK(changes.each("edits", "path") == std::vector<std::string>{"src/a.cpp"});
  CHECK_THAT(devbot.refused("log_event", desk::of_run(run_a, R"("title":"x","kind":"file.edit")")),
             Contains("file_path"));
}

TEST_CASE_METHOD(LogEventFixture, "what is said of a run that is not begun yet is kept for it") {
  devbot.must("log_event", desk::of_run(happenings::run_b, R"("title":"Early")"));
  const auto run = devbot.must("run_summary", desk::of_run(happenings::run_b));
  CHECK(run.structured().find("run").find("status").text() == "orphaned");
}
