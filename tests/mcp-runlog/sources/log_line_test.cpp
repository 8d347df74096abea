#include "mcp-runlog/sources/log_line.hpp"

#include "base/format.hpp"
#include "json/document.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "support/catch.hpp"

namespace runlog {
namespace {

constexpr const char* marked_run = "0199c0de-0000-7000-8000-000000000002";
constexpr const char* mark = "[run=0199c0de-0000-7000-8000-000000000002]";

const base::Instant now(std::chrono::milliseconds(1'790'000'000'456));

const Surroundings here{.clock = "host:builder-1", .agent = "devbot", .run_id = {}, .at = now};

LogLine line(std::string_view text, std::uint64_t offset = 100) {
  return {.text = text, .file = "app.log#1", .offset = offset, .original_bytes = text.size()};
}

Event only(std::string_view text) {
  const Read read = read_log_line(line(text), here, Unmarked::left_out);
  REQUIRE(read.events.size() == 1);
  const auto again = read_event_line(event_line(read.events.front()));
  REQUIRE(again);
  CHECK(*again == read.events.front());
  return read.events.front();
}

std::string iso(std::string_view text) {
  return base::to_iso(only(base::format("{} hello {}", text, mark)).at);
}

TEST_CASE("a line with a run is an event of it") {
  const Event event =
      only(base::format("2026-11-22T20:27:04.123Z WARN disk is almost full {}", mark));
  CHECK(event.source == Source::log);
  CHECK(event.kind == Kind::log);
  CHECK(event.severity == Severity::warning);
  CHECK(event.run_id == marked_run);
  CHECK(event.agent == "devbot");
  CHECK(event.clock == "host:builder-1");
  CHECK(event.stream == "app.log#1");
  CHECK(event.sequence == 101);
  CHECK(event.title == "WARN disk is almost full");
  CHECK(base::to_iso(event.at) == "2026-11-22T20:27:04.123Z");
}

TEST_CASE("the run stands anywhere in a line, also behind brackets that are none") {
  CHECK(only(base::format("{} first", mark)).title == "first");
  CHECK(only(base::format("in {} between", mark)).title == "in between");
  CHECK(only(base::format("[run=none] [run={}x] {}", marked_run, mark)).run_id == marked_run);
}

TEST_CASE("a line without a run is no event, and nothing unreadable") {
  const Read read = read_log_line(line("hello"), here, Unmarked::left_out);
  CHECK(read.events.empty());
  CHECK(read.unreadable == 0);
}

TEST_CASE("a line without a run belongs to a given one if that is wanted") {
  Surroundings given = here;
  given.run_id = marked_run;
  CHECK(read_log_line(line("hello"), given, Unmarked::left_out).events.empty());
  const Read read = read_log_line(line("hello"), given, Unmarked::taken);
  REQUIRE(read.events.size() == 1);
  CHECK(read.events[0].run_id == marked_run);
  CHECK(read_log_line(line("  "), given, Unmarked::taken).events.empty());
}

TEST_CASE("a time at the front is read in many spellings") {
  CHECK(iso("2026-11-22 20:27:04,123") == "2026-11-22T20:27:04.123Z");
  CHECK(iso("[2026-11-22T20:27:04+01:00]") == "2026-11-22T19:27:04.000Z");
  CHECK(iso("2026-11-22T20:27:04.123456789012-0530") == "2026-11-23T01:57:04.123Z");
  CHECK(iso("2026-11-22 20:27") == "2026-11-22T20:27:00.000Z");
  CHECK(iso("1790000000") == "2026-09-21T14:13:20.000Z");
  CHECK(iso("1790000000.5") == "2026-09-21T14:13:20.500Z");
  CHECK(iso("1790000000123") == "2026-09-21T14:13:20.123Z");
  CHECK(iso("1790000000123456") == "2026-09-21T14:13:20.123Z");
}

TEST_CASE("what only looks like a time gives the time of reading") {
  const char* text = GENERATE("hello",
                              "2026-13-22T20:27:04Z",
                              "2026-11-22",
                              "99:99",
                              "123456",
                              "17900000001x",
                              "0000000001");
  CHECK(iso(text) == base::to_iso(now));
}

TEST_CASE("a level is read where a program puts it, not from a sentence") {
  const auto severity = [](std::string_view text) {
    return only(base::format("{} {}", text, mark)).severity;
  };
  CHECK(severity("error the disk is gone") == Severity::error);
  CHECK(severity("2026-11-22T20:27:04Z app[7] ERROR gone") == Severity::error);
  CHECK(severity("2026-11-22T20:27:04Z [warn] slow") == Severity::warning);
  CHECK(severity("ts=1 level=debug msg=x") == Severity::debug);
  CHECK(severity("Info: all is well") == Severity::info);
  CHECK(severity("there was no error") == Severity::info);
  CHECK(severity("a b c d ERROR") == Severity::info);
}

TEST_CASE("a line of syslog has its priority as level") {
  const Event event =
      only(base::format("<35>1 2003-10-11T22:14:15.003Z host app 12 ID47 - su failed {}", mark));
  CHECK(event.severity == Severity::error);
  CHECK(base::to_iso(event.at) == "2003-10-11T22:14:15.003Z");
}

TEST_CASE("a line of JSON has its members") {
  const Event event = only(base::format(
      R"({{"time":"2026-11-22T20:27:04.5Z","level":"error","msg":"gone","run_id":"{}","agent":"ops"}})",
      marked_run));
  CHECK(event.severity == Severity::error);
  CHECK(event.title == "gone");
  CHECK(event.run_id == marked_run);
  CHECK(event.actor == "ops");
  CHECK(base::to_iso(event.at) == "2026-11-22T20:27:04.500Z");
  const Event pino =
      only(base::format(R"({{"time":1790000000123,"level":40,"msg":"x {}"}})", mark));
  CHECK(pino.severity == Severity::warning);
  CHECK(base::to_iso(pino.at) == "2026-09-21T14:13:20.123Z");
}

TEST_CASE("a line is told apart by file, offset and text") {
  const auto id = [](const LogLine& one) {
    return read_log_line(one, here, Unmarked::left_out).events.at(0).id;
  };
  const std::string text = base::format("a {}", mark);
  const std::string other = base::format("b {}", mark);
  CHECK(id(line(text)) == id(line(text)));
  CHECK(id(line(text)) != id(line(other)));
  CHECK(id(line(text, 1)) != id(line(text, 2)));
}

TEST_CASE("zeros and bytes that are no text do not hide what a line says") {
  const std::string text =
      std::string(5, '\0') + base::format("2026-11-22T20:27:04Z \xff {}", mark);
  const Event event = only(text);
  CHECK(base::to_iso(event.at) == "2026-11-22T20:27:04.000Z");
  CHECK(json::parse(event.body_json));
}

TEST_CASE("a line that was cut says how long it was") {
  const std::string text = base::format("a {}", mark);
  LogLine cut = line(text);
  cut.original_bytes = 1'000'000;
  const Read read = read_log_line(cut, here, Unmarked::left_out);
  CHECK(read.events.at(0).original_bytes == 1'000'000);
}

}  // namespace
}  // namespace runlog
