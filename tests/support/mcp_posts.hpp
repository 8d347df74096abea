#pragma once
// MCP messages as HTTP requests (specifications 2026-07-28 and 2025-11-25, transports).

#include <string>
#include <string_view>

#include "support/http_client.hpp"

namespace support {

/// The whole request, with these further header fields.
inline std::string mcp_post(std::string_view body, std::string_view fields = {}) {
  std::string all =
      "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
  return http_request("POST", "/mcp", body, all.append(fields));
}

/// What a modern request says in its header fields, too.
inline std::string modern_fields(std::string_view method, std::string_view name = {}) {
  std::string fields = "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: ";
  fields.append(method).append("\r\n");
  if (!name.empty()) fields.append("Mcp-Name: ").append(name).append("\r\n");
  return fields;
}

/// What the requests of a legacy session say in theirs.
inline std::string session_fields(std::string_view id) {
  return std::string("MCP-Protocol-Version: 2025-11-25\r\nMcp-Session-Id: ")
      .append(id)
      .append("\r\n");
}

inline constexpr std::string_view initialized_notification =
    R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

}  // namespace support
