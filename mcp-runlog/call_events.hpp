#pragma once
// Call events: what is told of one tool call, sorted by what it tells. Everything that looks at
// calls (order, clocks, tool calls as they are shown) groups them here, so that all agree.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "mcp-runlog/event.hpp"

namespace runlog {

/// Places in the list of events.
struct CallEvents {
  std::vector<std::size_t> starts = {};
  std::vector<std::size_t> ends = {};  ///< as the session tells them: end, error, denial
  std::vector<std::size_t> edits = {};
  std::vector<std::size_t> within = {};  ///< the rest: what a server tells of its part, notes

  /// The telling that counts: a hook's, which was there when it happened; else that of the first
  /// source by their order; of several of one source the one with the smaller id.
  std::optional<std::size_t> start = {};
  std::optional<std::size_t> end = {};
};

/// In the order of tool_use_id. The events must outlive the calls.
std::vector<CallEvents> call_events_of(const std::vector<const Event*>& events);

/// Of all of them.
std::vector<const Event*> pointers_to(const std::vector<Event>& events);

}  // namespace runlog
