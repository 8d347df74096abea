#pragma once
// serve_http: the shared server from its options to its end.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "endpoint/address.hpp"
#include "endpoint/guard.hpp"
#include "http_server/server.hpp"
#include "mcp/dispatcher.hpp"

namespace endpoint {

struct ServeOptions {
  Address address;
  std::optional<http_server::Tls> tls = {};
  /// Somebody else ends TLS and passes requests on: names in Host are not ours to judge.
  bool behind_proxy = false;
  std::vector<std::string> allowed_origins = {};
  std::string admits = {};  ///< who gets in, in words for the log
  std::chrono::milliseconds call_time_max = base::limits::call_time_max;
};

/// What must not be opened to others: an address beyond this machine needs tokens, and TLS of its
/// own or of a proxy. invalid says what is missing, or which origin can never match.
base::Result<void> check_exposure(const ServeOptions& options, bool has_tokens);

/// Serves until SIGINT, SIGTERM or SIGHUP; then calls in flight are answered within
/// base::limits::shutdown_drain_max. Logs the URL when it listens; errors are those of
/// http_server::start(). Call it from the main thread, before any other is started.
base::Result<void> serve_http(const mcp::Dispatcher& dispatcher,
                              const ServeOptions& options,
                              Authenticate authenticate);

}  // namespace endpoint
