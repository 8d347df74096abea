#pragma once
// The interface between this room and the module agent-smith-http, which holds the HTTP library and
// OpenSSL. Both are built and installed together; a change of the interface changes the name of the
// function.

#include <memory>

#include "base/result.hpp"
#include "http_server/server.hpp"

namespace http_server {

using Started = base::Result<std::unique_ptr<Server>>;

/// Puts the running server, or why there is none, into `started`. `handler` must outlive it.
using StartFunction = void(const Options& options, Handler& handler, Started& started) noexcept;

inline constexpr const char* server_module = "agent-smith-http";
inline constexpr const char* start_symbol = "agent_smith_http_start_1";

}  // namespace http_server
