#include "base/format.hpp"
#include "mcp-runlog/importing/imported.hpp"

using imported::World;
using runlog::Event;
using runlog::ImportFormat;

namespace {

using Times = std::vector<std::string>;

Times times_of(const std::vector<Event>& events) {
  Times times;
  for (const Event& event : events)
    times.push_back(base::to_iso(event.at));
  return times;
}

std::string note(const char* uuid, const std::string& timestamp = {}) {
  const std::string time = timestamp.empty() ? "" : R"(,"timestamp":")" + timestamp + '"';
  return base::format(R"({{"type":"system","subtype":"note","sessionId":"s","uuid":"{}"{}}})"
                      "\n",
                      uuid,
                      time);
}

constexpr const char* noon = "2026-11-22T12:00:00.000Z";
constexpr const char* one = "2026-11-22T13:00:00.000Z";

TEST_CASE("a line without a time has the one that was told last before it") {
  World world;
  const auto events =
      world.events(note("a", noon) + note("b") + "torn\n" + note("c", one) + note("d"));
  CHECK(times_of(events) == Times{noon, noon, noon, one, one});
}

TEST_CASE("in front of the first time that is told this one holds") {
  World world;
  CHECK(times_of(world.events(note("a") + note("b") + note("c", noon))) == Times{noon, noon, noon});
}

TEST_CASE("a file in which no line tells a time has the one of its last change") {
  World world;
  const auto file = world.file(note("a") + note("b"));
  const auto written = base::parse_iso(noon);
  REQUIRE(written);
  std::filesystem::last_write_time(file, std::chrono::file_clock::from_sys(*written));
  CHECK(times_of(world.events_of(file)) == Times{noon, noon});
}

TEST_CASE("the same file gives the same events on any day") {
  World world;
  const std::string frames =
      R"({"type":"system","subtype":"init","session_id":"s","uuid":"u1"})"
      "\n"
      R"({"type":"user","session_id":"s","uuid":"u2","timestamp":"2026-11-22T12:00:00Z","message":{"content":"yes"}})"
      "\n"
      R"({"type":"system","subtype":"status","session_id":"s","uuid":"u3"})"
      "\n";
  const std::string hooks =
      R"({"hook_event_name":"Stop","session_id":"s"})"
      "\n"
      R"({"at":"2026-11-22T12:00:00Z","payload":{"hook_event_name":"SessionEnd","session_id":"s"}})"
      "\n"
      R"({"hook_event_name":"Notification","session_id":"s"})"
      "\n";
  const base::Instant later{std::chrono::milliseconds(1'900'000'000'000)};
  for (const auto& [text, format] : {std::pair(frames, ImportFormat::stream_json),
                                     std::pair(hooks, ImportFormat::hooks),
                                     std::pair(note("a"), ImportFormat::transcript)}) {
    const auto file = world.file(text);
    const auto events = world.events_of(file, format);
    CHECK_FALSE(events.empty());
    CHECK(world.events_of(file, format, later) == events);
  }
  CHECK(times_of(world.events(hooks, ImportFormat::hooks)) ==
        Times{noon, noon, noon, noon});  // the end of a session hints at that of its run
}

}  // namespace
