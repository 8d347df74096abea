#pragma once
// One request to a server in this process, through the same dispatcher as from outside.

#include <string>

#include "mcp/server.hpp"

namespace app {

struct Exchange {
  std::string request;   ///< JSON text
  std::string response;  ///< JSON text
};

/// Calls a tool in the modern era. `arguments_json` must be a JSON object.
Exchange call_tool(const mcp::Server& server,
                   const mcp::Identity& identity,
                   const std::string& tool,
                   const std::string& arguments_json);

}  // namespace app
