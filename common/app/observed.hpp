#pragma once
// A server whose tool calls are told of: each that belongs to a run goes to the run log, and to
// whoever else listens, after it was done.

#include <functional>
#include <memory>

#include "activity/tool_call.hpp"
#include "crew/workplace.hpp"
#include "mcp/server.hpp"

namespace app {

/// Hears of a call in the thread that worked on it, before the answer leaves: must not wait.
using CallHeard = std::function<void(const activity::ToolCall&)>;

/// The same server. `heard` may be empty.
mcp::Server observed(mcp::Server server,
                     const std::shared_ptr<crew::Workplace>& workplace,
                     const CallHeard& heard);

}  // namespace app
