#pragma once
// A loopback port that the system gives to nobody who asks for any, while this is there. A server
// that sets SO_REUSEADDR, as those written in Go do, may listen on it, end and come again; in
// between a connection is refused. Failures of the machinery itself throw.

#include <sys/socket.h>

#include <stdexcept>

#include "base/fd.hpp"
#include "support/loopback.hpp"

namespace support {

class HeldPort {
 public:
  HeldPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    ::setsockopt(socket_.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const general = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_.number(), general, size) != 0 ||
        ::getsockname(socket_.number(), general, &size) != 0)
      throw std::runtime_error("no port is free");
    number_ = ntohs(address.sin_port);
  }

  int number() const { return number_; }

 private:
  base::Fd socket_;  ///< bound, never listening
  int number_ = 0;
};

}  // namespace support
