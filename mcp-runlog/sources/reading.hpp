#pragma once
// What readers of sources share: bytes of a source become events. They never fail and never drop:
// what cannot be read becomes an event of kind raw (with the run, if that can still be told), and
// is counted.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "mcp-runlog/event.hpp"

namespace runlog {

/// What a piece of a source gave.
struct Read {
  std::vector<Event> events = {};
  std::int64_t unreadable = 0;
  /// The time that it tells itself. Whoever reads what follows in the same file passes it on as
  /// Surroundings::at, so that what tells none does not get the time of the reader.
  std::optional<base::Instant> told_at = {};
};

/// What is known beside the bytes themselves. Empty texts are unknown.
struct Surroundings {
  std::string clock = {};   ///< as Event::clock: "host:builder-1"
  std::string agent = {};   ///< AGENT_NAME
  std::string run_id = {};  ///< RUN_ID
  /// For what has no time of its own: the last one told before it; when it was read only where it
  /// is read as it happens.
  base::Instant at = {};
};

}  // namespace runlog
