#pragma once
// Timeline: the events of one run in their canonical order. A function of the facts that sources
// stored and of nothing else: not of arrival, not of the time of reading. So a source may be read
// again in any order, and the timeline stays the same to the byte.
//
// Clocks differ. Where events of two clocks are linked (a publish and its receipt, a call and what
// happened within it), the offset between the clocks follows from those, as in NTP; then an event
// never stands before what caused it, and events of one stream stand in the order of its sequence.
// What remains undecided is said: `approximate`.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "mcp-runlog/event.hpp"

namespace runlog {

/// A clock against that of the run's reference, which is the one that most hook events are timed by
/// (else most events of all).
struct ClockOffset {
  std::string clock;
  std::chrono::milliseconds offset{0};  ///< to add to its times
  /// The true offset is at most so far away; nothing: no event links this clock to the reference.
  std::optional<std::chrono::milliseconds> within = {};
};

struct Moment {
  Event event;
  base::Instant effective_at = {};  ///< by the reference clock
  /// Another event of an other clock is so near that either may have been first.
  bool approximate = false;
  bool late = false;  ///< happened after the run was finished
};

struct Timeline {
  std::vector<Moment> moments;
  std::string reference_clock = {};
  std::vector<ClockOffset> offsets = {};  ///< of the other clocks, by name
  bool contradictory = false;  ///< what sources say of cause and order goes round in a circle
};

/// Events with the same id must not be among them.
Timeline timeline_of(std::vector<Event> events);

}  // namespace runlog
