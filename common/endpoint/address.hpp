#pragma once
// Where a shared server listens, as the command line says it.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace endpoint {

struct Address {
  std::string host;  ///< without brackets
  int port;          ///< 0: any free one

  bool is_loopback() const;

  /// As it stands in a URL: an IPv6 address in brackets.
  std::string authority(int actual_port) const;
};

/// "127.0.0.1:8080", "[::1]:8080", "localhost:8080" or "8080", which is the first.
base::Result<Address> read_address(std::string_view text);

}  // namespace endpoint
