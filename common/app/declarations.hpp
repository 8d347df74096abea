#pragma once
// `--tools`: what the server declares, as JSON. Documents, snapshots and the checks of agents/ are
// made from it.

#include <string>

#include "mcp/server.hpp"

namespace app {

/// {name, version, tools: [...], estimated_tokens: {tool: tokens}}, indented.
std::string declarations_json(const mcp::Server& server);

}  // namespace app
