#pragma once
// What the bus hears of a call that only read: who looked at what, in which run.
//
//   swarm.events.memory.<agent>.read

#include <string_view>

#include "activity/tool_call.hpp"
#include "nats/publication.hpp"

namespace memory {

/// CloudEvents 1.0, binary mode. Its ce-id is that of the call, so that whoever also hears of it
/// from the spool of the run log knows that it is the same event. `sender`: whose credentials are
/// used.
nats::Publication read_news(const activity::ToolCall& call, std::string_view sender);

}  // namespace memory
