#pragma once
// What the bus hears of a call that only read: who looked at what, in which run.
//
//   swarm.events.memory.<agent>.read

#include <string_view>

#include "activity/tool_call.hpp"
#include "nats/publication.hpp"

namespace memory {

/// CloudEvents 1.0, binary mode. From its message id the run log makes the same event that the call
/// has left in the spool (activity::event_id_of). `sender`: whose credentials are
/// used.
nats::Publication read_news(const activity::ToolCall& call, std::string_view sender);

}  // namespace memory
