#pragma once
// Where a server that was started with --http on any free port listens.

#include <stdexcept>
#include <string>
#include <string_view>

#include "support/eventually.hpp"
#include "support/server_process.hpp"

namespace support {

/// The port in "listening on http://127.0.0.1:PORT/mcp" on its stderr, as soon as it says so.
inline int port_of(const ServerProcess& server) {
  constexpr std::string_view before = "listening on http://127.0.0.1:";
  std::string said;
  const auto listens = [&] {
    said = server.errors();
    const std::size_t at = said.find(before);
    return at != std::string::npos && said.find("/mcp", at) != std::string::npos;
  };
  if (!eventually(listens)) throw std::runtime_error("the server does not listen: " + said);
  return std::stoi(said.substr(said.find(before) + before.size()));
}

}  // namespace support
