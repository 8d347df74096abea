#pragma once
// The commands that every server has, declared like those of its own.

#include <memory>
#include <vector>

#include "app/command_line.hpp"
#include "crew/workplace.hpp"
#include "mcp/server.hpp"

namespace app {

/// serve comes first: it is the default. The commands refer to server and grammar, which is read
/// when one of them runs and not before.
std::vector<Command> standard_commands(const mcp::Server& server,
                                       const std::shared_ptr<crew::Workplace>& workplace,
                                       const Grammar& grammar);

}  // namespace app
