#include "mcp-runlog/sources/stream_json.hpp"

#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/sources/recordings.hpp"

using namespace recordings;
using runlog::Event;
using runlog::Kind;
using runlog::Read;
using runlog::Severity;
using runlog::Status;

namespace {

Read read_frame(const std::string& text, std::int64_t number = 1) {
  return sound(
      [number](const std::string& line) {
        return runlog::read_stream_json_line(line, number, surroundings());
      },
      text);
}

/// The events of the recorded frame, counted from 1.
Read recorded_frame(std::size_t number) {
  const auto lines = lines_of("stream.jsonl");
  REQUIRE(number <= lines.size());
  return read_frame(lines[number - 1], static_cast<std::int64_t>(number));
}

Event finish_of(const std::string& members) {
  return only(read_frame(R"({"type":"result","session_id":"s",)" + members + "}"));
}

runlog::FinishFacts facts_of(const Event& event) {
  return runlog::finish_facts(event.body_json);
}

TEST_CASE("every frame has its number and session, and its own id") {
  const auto lines = lines_of("stream.jsonl");
  std::set<std::string> ids;
  for (std::size_t number = 1; number <= lines.size(); ++number) {
    for (const Event& event : recorded_frame(number).events) {
      CHECK(ids.insert(event.id).second);
      CHECK(event.sequence == static_cast<std::int64_t>(number));
      CHECK(event.session_id == session);
      CHECK(event.source == runlog::Source::stream_json);
    }
  }
}

TEST_CASE("a session opens with its model and servers") {
  CHECK(only(recorded_frame(1)).kind == Kind::session);
  CHECK(only(recorded_frame(1)).title == "Session with claude-sonnet-5, 3 tools, 1 MCP servers");
}

TEST_CASE("hooks and background tasks are told as what happens to the session") {
  CHECK(only(recorded_frame(2)).severity == Severity::debug);
  CHECK(only(recorded_frame(3)).severity == Severity::warning);
  CHECK(only(recorded_frame(3)).title == "hook_response: SessionStart:startup");
  CHECK(only(recorded_frame(6)).tool_use_id == "toolu_10");
  CHECK(only(recorded_frame(9)).title == "task_notification: Found it");
}

TEST_CASE("a frame with a time of its own has that, any other the time of reading") {
  CHECK(base::to_iso(only(recorded_frame(4)).at) == "2026-11-22T20:27:04.123Z");
  CHECK(only(recorded_frame(4)).kind == Kind::prompt);
  CHECK(only(recorded_frame(1)).at == surroundings().at);
}

TEST_CASE("what a sub-agent does is caused by the call that began it") {
  const Event call = first(recorded_frame(5), Kind::tool_start);
  CHECK(call.title == "Agent: Find the totals");
  const Event inner = first(recorded_frame(7), Kind::tool_start);
  CHECK(inner.cause_id == call.id);
  CHECK(inner.actor == "toolu_10");
  CHECK(first(recorded_frame(8), Kind::tool_end).cause_id == inner.id);
  CHECK(recorded_frame(8).events.size() == 1);
}

TEST_CASE("an edit is told with its patch") {
  const Event edit = first(recorded_frame(11), Kind::file_edit);
  CHECK(edit.tool_use_id == "toolu_12");
  CHECK(edit.file_path == "/home/dev/shop/shop/cart.py");
  CHECK(text_in_body(edit, "patch").find("@@ -1,2 +1,3 @@") != std::string::npos);
}

TEST_CASE("the tokens of a response are told once it has ended") {
  const Event api = first(recorded_frame(13), Kind::api);
  CHECK(api.tokens_in == 1150);
  CHECK(api.tokens_out == 60);
}

TEST_CASE("the run of the message that is answered is that of the answer") {
  CHECK(first(recorded_frame(13), Kind::assistant).run_id == run);
  CHECK(first(recorded_frame(10), Kind::tool_start).run_id.empty());
  runlog::Surroundings with_run = surroundings();
  with_run.run_id = "0199c0de-0000-7000-8000-000000000003";
  const auto lines = lines_of("stream.jsonl");
  const Read told = runlog::read_stream_json_line(lines[13], 14, with_run);
  CHECK(only(told).run_id == with_run.run_id);
  const Read made_by_claude =
      read_frame(R"({"type":"assistant","session_id":"s","uuid":"u",)"
                 R"("user_message_uuid":"5d0f7f5e-6b0f-4c6e-9a51-0d1f6f1f0001",)"
                 R"("message":{"content":[{"type":"text","text":"x"}]}})");
  CHECK(only(made_by_claude).run_id.empty());
}

TEST_CASE("a result finishes the runs whose messages it answers, and is paid for once") {
  const Read told = recorded_frame(14);
  REQUIRE(told.events.size() == 2);
  const Event finish = told.events.front();
  CHECK(finish.kind == Kind::run_finish);
  CHECK(finish.run_id == run);
  CHECK(finish.title == "ok, 5 turns, 81.2 s, $0.1234");
  CHECK(finish.cost_usd == 0.1234);
  CHECK(finish.duration_ms == 81234);
  CHECK(facts_of(finish) == runlog::FinishFacts{Status::ok, "The cart sums cents now."});
  CHECK(body_of(finish).root().find("details").find("num_turns").integer() == 5);
  CHECK(told.events.back().run_id == "0199c0de-0000-7000-8000-000000000002");
  CHECK_FALSE(told.events.back().cost_usd);
  CHECK(facts_of(told.events.back()) == facts_of(finish));
}

TEST_CASE("a result says how the run ended") {
  const Event failed =
      finish_of(R"("subtype":"error_max_turns","is_error":true,"errors":["too many turns"])");
  CHECK(facts_of(failed) == runlog::FinishFacts{Status::failed, "too many turns"});
  CHECK(failed.severity == Severity::error);
  CHECK(facts_of(finish_of(R"("subtype":"success","is_error":true,"result":"API Error")")) ==
        runlog::FinishFacts{Status::failed, "API Error"});
  CHECK(facts_of(finish_of(
            R"("subtype":"error_during_execution","terminal_reason":"aborted_streaming")")) ==
        runlog::FinishFacts{Status::cancelled, "error_during_execution"});
  CHECK(facts_of(finish_of(R"("x":1)")) == runlog::FinishFacts{Status::ok, ""});
}

TEST_CASE("a result nested beyond all use still finishes its run") {
  std::string nested = "1";
  for (int level = 0; level < 60; ++level)
    nested = "[" + nested + "]";
  CHECK(facts_of(finish_of(R"("result":"done","usage":)" + nested)) ==
        runlog::FinishFacts{Status::ok, "done"});
}

TEST_CASE("frames of unknown types are kept whole, and what is no frame is counted") {
  CHECK(only(recorded_frame(12)).kind == Kind::raw);
  CHECK(only(recorded_frame(12)).title == "rate_limit_event");
  CHECK(only(recorded_frame(12)).body_json.find("allowed") != std::string::npos);
  CHECK(runlog::read_stream_json_line("\r", 1, surroundings()).events.empty());
  for (const std::string& text : hostile_texts())
    CHECK(read_frame(text).unreadable == (text == "{}" ? 0 : 1));
}

TEST_CASE("members of a wrong type cost a frame only what they would have told") {
  for (const std::string& line : lines_of("stream.jsonl")) {
    for (const std::string& text : spoiled(line))
      CHECK(read_frame(text).unreadable == 0);
  }
}

}  // namespace
