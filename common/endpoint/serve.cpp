#include "endpoint/serve.hpp"

#include <malloc.h>
#include <poll.h>

#include <cstdlib>
#include <thread>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "endpoint/endpoint.hpp"
#include "endpoint/origin.hpp"
#include "transport/endings.hpp"

namespace endpoint {
namespace {

http_server::Options http_options(const ServeOptions& options) {
  return {.host = options.address.host,
          .port = options.address.port,
          .tls = options.tls,
          .body_bytes_max = base::limits::message_bytes_max,
          .all_bodies_bytes_max = base::limits::server_bytes_in_flight_max};
}

/// A body of megabytes makes glibc serve later ones from arenas, one for every few threads, which
/// keep whatever they once needed: soon 100 MB. Large blocks go back to the system at once instead.
void give_memory_back() {
  constexpr int large_block_bytes = 128 * 1024;
  constexpr int arenas_max = 2;
  ::mallopt(M_MMAP_THRESHOLD, large_block_bytes);
  ::mallopt(M_ARENA_MAX, arenas_max);
}

void keep_house_until(const transport::Wakeup& over, Endpoint& endpoint) {
  pollfd ready{over.fd(), POLLIN, 0};
  constexpr int interval_ms = static_cast<int>(base::limits::housekeeping_interval.count());
  while (::poll(&ready, 1, interval_ms) <= 0)
    endpoint.keep_house(std::chrono::steady_clock::now());
}

base::Result<void> check_origin(const std::string& origin) {
  if (is_origin(origin)) return {};
  return base::invalid(base::format(
      "--allow-origin \"{}\" is no origin; say SCHEME://HOST[:PORT] without a path, for "
      "instance https://tools.example.com",
      base::shortened(origin, 100)));
}

}  // namespace

base::Result<void> check_exposure(const ServeOptions& options, bool has_tokens) {
  for (const std::string& origin : options.allowed_origins)
    TRY(check_origin(origin));
  const bool is_exposed = !options.address.is_loopback() || options.behind_proxy;
  if (!is_exposed) return {};
  if (!has_tokens) {
    return base::invalid(base::format(
        "a server that others can reach needs to know its callers: give at least one agent of "
        "team.yaml a token_sha256 (the command token makes one), or {}",
        options.address.is_loopback() ? "leave out --behind-proxy" : "listen on 127.0.0.1"));
  }
  if (options.tls || options.behind_proxy) return {};
  return base::invalid(
      "tokens must not cross a network in the clear: add --tls-cert and --tls-key, or "
      "--behind-proxy if a proxy ends TLS in front of this server (or listen on 127.0.0.1)");
}

base::Result<void> serve_http(const mcp::Dispatcher& dispatcher,
                              const ServeOptions& options,
                              Authenticate authenticate) {
  give_memory_back();
  const transport::Endings endings = transport::Endings::watch(false);
  const bool only_loopback_names = options.address.is_loopback() && !options.behind_proxy;
  Endpoint endpoint(dispatcher,
                    Guard({only_loopback_names, options.allowed_origins}, std::move(authenticate)),
                    options.call_time_max);
  const auto server = TRY(http_server::start(http_options(options), endpoint));
  base::log(base::LogLevel::info,
            base::format("{} listening on {}://{}{} ({})",
                         dispatcher.server().name,
                         options.tls ? "https" : "http",
                         options.address.authority(server->port()),
                         mcp_path,
                         options.admits));
  const transport::Wakeup over;
  std::thread housekeeper([&] { keep_house_until(over, endpoint); });
  endings.wait(over, -1);
  over.signal();
  housekeeper.join();
  const bool drained = endpoint.drain(base::limits::shutdown_drain_max);
  constexpr std::chrono::milliseconds stop_time_max{50};
  // A handler that does not yield keeps its thread. Every answered write is committed, so leaving
  // now loses nothing.
  if (!server->stop(stop_time_max) || !drained) std::_Exit(EXIT_SUCCESS);
  return {};
}

}  // namespace endpoint
