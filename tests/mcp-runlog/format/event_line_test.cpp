#include "mcp-runlog/format/event_line.hpp"

#include "base/uuid.hpp"
#include "support/catch.hpp"

namespace {

using runlog::Event;

Event full() {
  return {.id = runlog::event_id(runlog::Source::hook, "one"),
          .source = runlog::Source::hook,
          .stream = "0199c0de-0000-7000-8000-000000000001",
          .sequence = 4,
          .clock = "host:builder-1",
          .at = base::Instant(std::chrono::milliseconds(1'790'000'000'123)),
          .received_at = base::Instant(std::chrono::milliseconds(1'790'000'000'456)),
          .run_id = "0199c0de-0000-7000-8000-000000000002",
          .session_id = "0199c0de-0000-7000-8000-000000000001",
          .prompt_id = "p1",
          .kind = runlog::Kind::tool_end,
          .severity = runlog::Severity::warning,
          .agent = "devbot",
          .actor = "explorer",
          .title = "Bash: make \"all\"",
          .body_json = R"({"command":"make","output":"a\nb"})",
          .cause_id = runlog::event_id(runlog::Source::hook, "zero"),
          .tool_use_id = "toolu_1",
          .tool = "Bash",
          .file_path = "src/a.cpp",
          .duration_ms = 12,
          .cost_usd = 0.25,
          .tokens_in = 10,
          .tokens_out = 20,
          .redactions = 1,
          .original_bytes = 100'000};
}

TEST_CASE("an event with everything survives being written and read") {
  const Event event = full();
  const auto read = runlog::read_event_line(runlog::event_line(event));
  REQUIRE(read);
  CHECK(*read == event);
  CHECK(runlog::event_line(*read) == runlog::event_line(event));
}

TEST_CASE("an event with little survives being written and read") {
  Event event;
  event.id = runlog::event_id(runlog::Source::log, "x");
  event.at = base::Instant(std::chrono::milliseconds(0));
  const auto read = runlog::read_event_line(runlog::event_line(event));
  REQUIRE(read);
  CHECK(*read == event);
}

TEST_CASE("a line that is no event is refused with all that is wrong") {
  const auto read = runlog::read_event_line(
      R"({"id":"short","source":"carrier pigeon","at":"yesterday","kind":"note","colour":"red"})");
  REQUIRE_FALSE(read);
  CHECK(read.error().message.find("/id") != std::string::npos);
  CHECK(read.error().message.find("carrier pigeon") != std::string::npos);
  CHECK(read.error().message.find("/at") != std::string::npos);
  CHECK(read.error().message.find("colour") != std::string::npos);
}

TEST_CASE("ids of events depend on the source and on what it tells its events apart by") {
  CHECK(runlog::event_id(runlog::Source::hook, "a") != runlog::event_id(runlog::Source::mcp, "a"));
  CHECK(runlog::event_id(runlog::Source::hook, "a") != runlog::event_id(runlog::Source::hook, "b"));
  CHECK(runlog::event_id(runlog::Source::hook, "a").size() == 32);
}

TEST_CASE("a session that is a UUID is its own run, and any other has one that is made of it") {
  CHECK(runlog::run_of_session("0199C0DE-0000-7000-8000-000000000001") ==
        "0199c0de-0000-7000-8000-000000000001");
  const std::string made = runlog::run_of_session("matrix-bot-7");
  CHECK(base::is_uuid(made));
  CHECK(made == runlog::run_of_session("matrix-bot-7"));
  CHECK(made != runlog::run_of_session("matrix-bot-8"));
}

}  // namespace
