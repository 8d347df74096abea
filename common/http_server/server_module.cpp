#include "http_server/server_module.hpp"

#include <exception>
#include <type_traits>

#include "base/format.hpp"
#include "http_server/running_server.hpp"

extern "C" __attribute__((visibility("default"))) void agent_smith_http_start_1(
    const http_server::Options& options,
    http_server::Handler& handler,
    http_server::Started& started) noexcept {
  try {
    started = http_server::run(options, handler);
  } catch (const std::exception& failure) {
    started = base::unavailable(base::format("cannot start the HTTP server: {}", failure.what()));
  }
}

static_assert(std::is_same_v<decltype(agent_smith_http_start_1), http_server::StartFunction>);
