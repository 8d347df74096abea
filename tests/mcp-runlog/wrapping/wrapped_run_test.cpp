#include "mcp-runlog/wrapping/wrapped_run.hpp"

#include <algorithm>
#include <csignal>

#include "crew/run.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/redaction/redactor.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace {

using runlog::ChildEnd;
using runlog::Event;
using runlog::Status;

constexpr base::Instant now{std::chrono::milliseconds(1'790'000'000'000)};
constexpr const char* run_id = "01936f3e-0000-7000-8000-0000000000aa";
constexpr const char* parent_id = "01936f3e-0000-7000-8000-0000000000bb";

runlog::WrappedRun sample_run() {
  return {.run_id = run_id,
          .parent_run_id = parent_id,
          .title = "make\ttest",
          .agent = "devbot",
          .words = {"make", "test"},
          .directory = "/src",
          .clock = "host:a"};
}

Status status_of(const runlog::WrappedEnd& end) {
  return runlog::finish_facts(runlog::finish_event(sample_run(), end, now).body_json).status;
}

}  // namespace

TEST_CASE("a secret behind an option of the command is told by the option") {
  runlog::WrappedRun run;
  run.words = {"mysql", "--password", "Zq81xT7pLm", "shop"};
  const support::TemporaryDirectory home;
  const auto redactor = runlog::Redactor::open(home.path());
  REQUIRE(redactor);
  const auto event = redactor->redacted(runlog::start_event(run, base::Instant{}));
  CHECK(runlog::event_line(event).find("Zq81xT7pLm") == std::string::npos);
}

TEST_CASE("a wrapped run begins with its title, its command and its parent") {
  const Event event = runlog::start_event(sample_run(), now);
  CHECK(event.kind == runlog::Kind::run_start);
  CHECK(event.run_id == run_id);
  CHECK(event.title == "make test");
  const auto facts = runlog::start_facts(event.body_json);
  CHECK(facts.parent_run_id == parent_id);
  CHECK(facts.agent == "devbot");
  CHECK(event.body_json.find(R"("command":"make test")") != std::string::npos);
  CHECK(runlog::read_event_line(runlog::event_line(event)).value() == event);
}

TEST_CASE("how a command ended is how its run ended") {
  CHECK(status_of({}) == Status::ok);
  CHECK(status_of({.child = {.exit_code = 3}}) == Status::failed);
  CHECK(status_of({.child = {.exit_code = 128 + SIGSEGV, .signal = SIGSEGV}}) == Status::failed);
  CHECK(status_of({.child = {.exit_code = 128 + SIGTERM, .signal = SIGTERM}}) == Status::cancelled);
  CHECK(status_of({.child = {.exit_code = 130}, .was_asked_to_end = true}) == Status::cancelled);
  CHECK(status_of({.was_asked_to_end = true}) == Status::ok);
  CHECK(status_of({.not_started = "x: command not found"}) == Status::failed);
}

TEST_CASE("what is missing of the output is said at the end") {
  const Event event = runlog::finish_event(
      sample_run(), {.lines = 7, .omission = {.bytes = 12, .trouble = "disk full"}}, now);
  CHECK(event.sequence == 9);
  CHECK(event.body_json.find(R"("omitted_bytes":12)") != std::string::npos);
  CHECK(event.body_json.find("disk full") != std::string::npos);
}

TEST_CASE("a long line has its text in the body, a short one in the title alone") {
  const auto line = [](std::string text, std::int64_t bytes) {
    return runlog::line_event(sample_run(),
                              {runlog::Channel::output, 4, std::move(text), bytes, now});
  };
  CHECK(line("short", 6).body_json.empty());
  CHECK(line("short", 6).sequence == 5);
  CHECK_FALSE(line("short", 6).original_bytes);
  const std::string text(1000, 'x');
  CHECK(line(text, 1001).body_json == R"({"text":")" + text + R"("})");
  CHECK(line(text, 5000).original_bytes == 5000);
}

TEST_CASE("a command learns its run in every way that the suite reads") {
  const auto environment = runlog::environment_of(
      sample_run(), {"A=1", "RUN_ID=old", "TRACEPARENT=old", "TRACESTATE=old", "B=RUN_ID=2"});
  const auto traceparent = "TRACEPARENT=" + crew::traceparent_of(run_id);
  CHECK(environment == std::vector<std::string>{
                           "A=1", "B=RUN_ID=2", std::string("RUN_ID=") + run_id, traceparent});
  CHECK(crew::run_context("", crew::traceparent_of(run_id), "").run_id == run_id);
}
