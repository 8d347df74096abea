#pragma once
// What every reader of a source has to keep, whatever it is given: at least one event, events that
// are lines of the run log, ids that are their own, and the same again when it is read again.

#include "fuzz/fuzz.hpp"
#include "json/document.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/sources/reading.hpp"

namespace fuzz {

inline runlog::Surroundings surroundings() {
  return {.clock = "host:builder-1",
          .agent = "devbot",
          .run_id = {},
          .at = base::Instant(std::chrono::milliseconds(1'790'000'000'123))};
}

/// Bodies are put into normal form on their way into the run log.
inline runlog::Event normal(runlog::Event event) {
  const auto body = json::parse(event.body_json);
  CHECK(body && body->root().is(json::Kind::object));
  event.body_json = body->root().dump();
  return event;
}

inline void check_sound(const runlog::Read& read, const runlog::Read& again) {
  CHECK(!read.events.empty());
  CHECK(read.unreadable >= 0);
  CHECK(read.events == again.events && read.unreadable == again.unreadable);
  for (const runlog::Event& event : read.events) {
    CHECK(!event.title.empty());
    const auto same = runlog::read_event_line(runlog::event_line(event));
    CHECK(same && *same == normal(event));
  }
}

}  // namespace fuzz
