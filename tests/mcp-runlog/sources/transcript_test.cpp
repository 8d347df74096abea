#include "mcp-runlog/sources/transcript.hpp"

#include "mcp-runlog/sources/recordings.hpp"

using namespace recordings;
using runlog::Event;
using runlog::Kind;
using runlog::Read;
using runlog::Severity;

namespace {

Read read_line(const std::string& text, std::int64_t number = 1) {
  return sound(
      [number](const std::string& line) {
        return runlog::read_transcript_line(line, number, surroundings());
      },
      text);
}

/// The events of the recorded line, counted from 1.
Read recorded_line(std::size_t number) {
  const auto lines = lines_of("transcript.jsonl");
  REQUIRE(number <= lines.size());
  return read_line(lines[number - 1], static_cast<std::int64_t>(number));
}

TEST_CASE("every line has its number and the time that it says") {
  const auto lines = lines_of("transcript.jsonl");
  std::set<std::string> ids;
  for (std::size_t number = 1; number <= lines.size(); ++number) {
    for (const Event& event : recorded_line(number).events) {
      CHECK(ids.insert(event.id).second);
      CHECK(event.sequence == static_cast<std::int64_t>(number));
      if (number > 2) CHECK(event.session_id == session);
    }
  }
  CHECK(base::to_iso(recorded_line(3).events.front().at) == "2026-11-22T20:27:01.001Z");
  CHECK(only(recorded_line(1)).at == surroundings().at);
}

TEST_CASE("a prompt with a marker begins its run here too") {
  const Read told = recorded_line(3);
  CHECK(first(told, Kind::run_start).run_id == run);
  CHECK(first(told, Kind::run_start).prompt_id == prompt);
  CHECK(first(told, Kind::prompt).title == "The total of the cart is a cent too low.");
  const Read unnamed =
      read_line(R"({"type":"user","uuid":"u","sessionId":"s","message":{"content":"[run=)" + run +
                R"(] x"}})");
  CHECK(only(unnamed).kind == Kind::prompt);
  CHECK(only(unnamed).run_id == run);
}

TEST_CASE("what the model thought and said is told apart") {
  CHECK(only(recorded_line(4)).title == "Thinking: Sums of floats, perhaps.");
  CHECK(only(recorded_line(4)).severity == Severity::debug);
  CHECK(text_in_body(only(recorded_line(5)), "text") == "I look at the cart.");
  CHECK(only(recorded_line(17)).severity == Severity::error);
}

TEST_CASE("a call and its result have one tool_use_id, and the result its cause") {
  const Event start = first(recorded_line(6), Kind::tool_start);
  CHECK(start.tool_use_id == "toolu_02");
  CHECK(start.title == "Edit shop/cart.py");
  const Event end = first(recorded_line(7), Kind::tool_end);
  CHECK(end.tool_use_id == "toolu_02");
  CHECK(end.cause_id == start.id);
  const Event edit = first(recorded_line(7), Kind::file_edit);
  CHECK(edit.title == "Edit shop/cart.py (+2 -1)");
  CHECK(edit.cause_id == end.id);
  CHECK(end.body_json.find("originalFile") == std::string::npos);
}

TEST_CASE("failures and denials are no ends") {
  const Read told = recorded_line(9);
  REQUIRE(told.events.size() == 2);
  CHECK(first(told, Kind::tool_error).tool_use_id == "toolu_07");
  CHECK(first(told, Kind::tool_error).title == "Failed, 34 bytes");
  CHECK(first(told, Kind::tool_denied).tool_use_id == "toolu_08");
}

TEST_CASE("the tokens of a response that takes several lines are told once, when they are final") {
  CHECK(recorded_line(4).events.size() == 1);
  CHECK(recorded_line(5).events.size() == 1);
  const Event api = first(recorded_line(6), Kind::api);
  CHECK(api.tokens_in == 1110);
  CHECK(api.tokens_out == 230);
  CHECK(text_in_body(api, "request_id") == "req_1");
  std::string repeated = lines_of("transcript.jsonl")[5];
  repeated.replace(repeated.find("000000000104"), 12, "000000000999");
  CHECK(first(read_line(repeated, 99), Kind::api).id == api.id);
}

TEST_CASE("a sub-agent has a stream of its own and is named") {
  const Event said = first(recorded_line(11), Kind::assistant);
  CHECK(said.actor == "a1b2c3");
  CHECK(said.stream == session + "/a1b2c3");
  CHECK(first(recorded_line(10), Kind::prompt).actor == "a1b2c3");
}

TEST_CASE("what the program puts in a prompt's place is no prompt") {
  CHECK(only(recorded_line(12)).kind == Kind::session);
  CHECK(only(recorded_line(13)).kind == Kind::session);
  CHECK(only(recorded_line(13)).severity == Severity::warning);
}

TEST_CASE("notes of the program keep what they measure") {
  CHECK(only(recorded_line(15)).title == "turn_duration");
  CHECK(only(recorded_line(15)).duration_ms == 81234);
  CHECK(only(recorded_line(16)).kind == Kind::api);
  CHECK(only(recorded_line(16)).severity == Severity::error);
  CHECK(only(recorded_line(1)).title == "Summary: Cart totals");
}

TEST_CASE("lines and blocks of unknown types are kept whole") {
  for (const std::size_t number : {std::size_t{2}, std::size_t{14}, std::size_t{18}})
    CHECK(only(recorded_line(number)).kind == Kind::raw);
  CHECK(only(recorded_line(18)).title == "starlight");
  CHECK(only(recorded_line(18)).body_json.find("\"brightness\":3") != std::string::npos);
}

TEST_CASE("an empty line is nothing, and a torn one is kept and counted") {
  CHECK(runlog::read_transcript_line("", 1, surroundings()).events.empty());
  CHECK(runlog::read_transcript_line(" \r", 1, surroundings()).events.empty());
  const std::string line = lines_of("transcript.jsonl")[2];
  const Read torn = read_line(line.substr(0, line.size() / 2), 3);
  CHECK(torn.unreadable == 1);
  CHECK(only(torn).kind == Kind::raw);
  for (const std::string& text : hostile_texts())
    CHECK(read_line(text).unreadable == (text == "{}" ? 0 : 1));
}

TEST_CASE("members of a wrong type cost a line only what they would have told") {
  for (const std::string& line : lines_of("transcript.jsonl")) {
    for (const std::string& text : spoiled(line))
      CHECK(read_line(text).unreadable == 0);
  }
}

TEST_CASE("a message of more blocks than anybody writes is cut and counted") {
  std::string blocks = R"({"type":"text","text":"x"})";
  for (int block = 1; block < 1005; ++block)
    blocks += R"(,{"type":"text","text":"x"})";
  const Read told =
      read_line(R"({"type":"assistant","uuid":"u","message":{"content":[)" + blocks + "]}}");
  CHECK(told.events.size() == 1000);
  CHECK(told.unreadable == 5);
}

}  // namespace
