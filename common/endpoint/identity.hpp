#pragma once
// The caller of a session, where the guard has established it already.

#include <string>

#include "mcp/call.hpp"

namespace endpoint {

inline mcp::Identity established(const std::string& principal) {
  return [principal] { return base::Result<std::string>(principal); };
}

}  // namespace endpoint
