#include "http_server/listener.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/format.hpp"

namespace http_server {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

base::Result<Addresses> addresses_of(const std::string& host, int port) {
  constexpr int port_max = 65535;
  if (port < 0 || port > port_max) {
    return base::invalid(base::format("port {} is not between 0 and {}", port, port_max));
  }
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  addrinfo* found = nullptr;
  const std::string address = host == "localhost" ? "127.0.0.1" : host;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) {
    return base::invalid(
        base::format("{} is no address; name one of this machine, such as 127.0.0.1 or ::1", host));
  }
  return Addresses(found, ::freeaddrinfo);
}

base::Error cannot_listen(const std::string& host, int port, int error) {
  switch (error) {
    case EADDRINUSE:
      return base::unavailable(base::format(
          "port {} of {} is taken by another program; choose another port", port, host));
    case EACCES:
      return base::unavailable(
          base::format("port {} is reserved by the system; choose one of 1024 to 65535", port));
    case EADDRNOTAVAIL:
      return base::invalid(base::format("{} is no address of this machine", host));
    default:
      return base::unavailable(
          base::format("cannot listen on port {} of {}: {}", port, host, std::strerror(error)));
  }
}

int port_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

}  // namespace

base::Result<Listener> listen_on(const std::string& host, int port) {
  const Addresses addresses = TRY(addresses_of(host, port));
  const addrinfo& address = *addresses;
  base::Fd socket(
      ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
  const int on = 1;
  // Without it, connections of a server that just ended would keep its successor from the port.
  const bool listening =
      socket && ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      ::bind(socket.number(), address.ai_addr, address.ai_addrlen) == 0 &&
      ::listen(socket.number(), SOMAXCONN) == 0;
  if (!listening) return cannot_listen(host, port, errno);
  const int chosen = port_of(socket.number());
  return Listener{std::move(socket), chosen};
}

}  // namespace http_server
