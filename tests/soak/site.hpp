#pragma once
// Site: mcp-memory as the shared server of two agents with a token each, and what is known of it
// from outside.

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#include "support/process_figures.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace soak {

inline constexpr std::array<const char*, 2> agents = {"devbot", "infrabot"};

class Site {
 public:
  /// Throws std::runtime_error if the server does not come up.
  explicit Site(const std::string& binary);

  /// Whether an address sanitizer came to its end, where it looks for leaks.
  bool looked_for_leaks() const;

  int port() const { return port_; }

  /// Header field with the token of an agent.
  std::string authorization(std::size_t agent) const;

  /// As soon as threads and descriptors have stayed the same for a while.
  support::ProcessFigures settled_figures() const;

  /// The titles of all records, and how often each is there.
  std::map<std::string, int> titles() const;

  support::ServerProcess& server() { return server_; }

 private:
  std::string team_file() const;

  const support::TemporaryDirectory home_;
  const std::array<std::string, agents.size()> tokens_;
  support::ServerProcess server_;
  const int port_;
};

}  // namespace soak
