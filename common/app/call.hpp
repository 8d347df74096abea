#pragma once
// `call TOOL JSON`: one tool call for a developer at a terminal, with the messages that went over
// the wire.

#include <string>

#include "mcp/server.hpp"

namespace app {

/// Prints request and response. Returns 0, 1 if the call failed, 2 if the arguments are no JSON
/// object.
int call_and_print(const mcp::Server& server,
                   const mcp::Identity& identity,
                   const std::string& tool,
                   const std::string& arguments_json);

}  // namespace app
