#pragma once
// What must stand before what in a timeline, whatever the times say.

#include <cstddef>
#include <vector>

#include "mcp-runlog/clocks.hpp"
#include "mcp-runlog/event.hpp"

namespace runlog {

/// For each event the ones that come after it, by their places in `events`:
///   events of one source, stream and clock that have a sequence, in its order;
///   the cause that an event names;
///   the start of a tool call before all that is told of the call by other events, its end after
///   what others tell of it except edits and ends;
///   a message that woke the agent, then the run's start, then everything; the last finish that is
///   no hint after all that is not later by its own time.
std::vector<std::vector<std::size_t>> causes_of(const std::vector<Event>& events,
                                                const Clocks& clocks);

}  // namespace runlog
