#pragma once
// `--tools`: what the server declares, as JSON. Documents, snapshots and the checks of agents/ are
// made from it.

#include <string>

#include "mcp/server.hpp"

namespace app {

/// {name, version, tools: [...], estimated_tokens: {tool: tokens}, estimated_input_tokens: {tool:
/// tokens}, estimated_input_tokens_total}, indented. estimated_tokens count the whole declaration;
/// input tokens count what a client shows a model before any call: name, description and input
/// schema.
std::string declarations_json(const mcp::Server& server);

}  // namespace app
