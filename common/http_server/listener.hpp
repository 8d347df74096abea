#pragma once
// The socket that connections come in on.

#include <string>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace http_server {

struct Listener {
  base::Fd socket;  ///< does not block
  int port;         ///< the one that the system chose, if it was asked to
};

/// `host` is an IPv4 or IPv6 address, or localhost: no name is looked up. `port` 0: any free one.
/// invalid: no such address on this machine. unavailable: the port is taken or reserved.
base::Result<Listener> listen_on(const std::string& host, int port);

}  // namespace http_server
