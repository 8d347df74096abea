#pragma once
// What readers of sources share: bytes of a source become events. They never fail and never drop:
// what cannot be read becomes an event of kind raw (with the run, if that can still be told), and
// is counted.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "mcp-runlog/event.hpp"

namespace runlog {

/// What a piece of a source gave.
struct Read {
  std::vector<Event> events = {};
  std::int64_t unreadable = 0;
};

/// What is known beside the bytes themselves. Empty texts are unknown.
struct Surroundings {
  std::string clock = {};   ///< as Event::clock: "host:builder-1"
  std::string agent = {};   ///< AGENT_NAME
  std::string run_id = {};  ///< RUN_ID
  base::Instant at = {};    ///< when it was read; for what has no time of its own
};

}  // namespace runlog
