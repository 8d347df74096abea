#include "support/tcp_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include "support/eventually.hpp"
#include "support/loopback.hpp"

namespace support {
namespace {

/// How often the thread looks whether a direction was let go.
constexpr int look_ms = 5;

const sockaddr* general(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

base::Fd new_socket() {
  base::Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

}  // namespace

TcpProxy::TcpProxy(int server_port)
    : server_port_(server_port), listener_(new_socket()), woken_(::eventfd(0, EFD_CLOEXEC)) {
  const sockaddr_in any = loopback(0);
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  if (::bind(listener_.number(), general(any), sizeof any) != 0 ||
      ::listen(listener_.number(), 64) != 0 ||
      ::getsockname(listener_.number(), reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    throw std::runtime_error("no proxy");
  }
  port_ = ntohs(bound.sin_port);
  thread_ = std::thread([this] { run(); });
}

TcpProxy::~TcpProxy() {
  ended_ = true;
  ::eventfd_write(woken_.number(), 1);
  thread_.join();
}

void TcpProxy::cut() {
  cut_ = true;
  ::eventfd_write(woken_.number(), 1);
}

void TcpProxy::heal() {
  cut_ = false;
  holds_answers_ = false;
  holds_requests_ = false;
  ::eventfd_write(woken_.number(), 1);
}

void TcpProxy::run() {
  while (!ended_) {
    std::vector<pollfd> waits{{listener_.number(), POLLIN, 0}, {woken_.number(), POLLIN, 0}};
    for (const Wire& wire : wires_) {
      waits.push_back({holds_requests_ ? -1 : wire.client.number(), POLLIN, 0});
      waits.push_back({holds_answers_ ? -1 : wire.server.number(), POLLIN, 0});
    }
    const bool holds = holds_answers_ || holds_requests_;
    ::poll(waits.data(), waits.size(), holds ? look_ms : 50 * look_ms);
    eventfd_t ignored = 0;
    if (waits[1].revents != 0) ::eventfd_read(woken_.number(), &ignored);
    if (waits[0].revents != 0) accept_one();
    if (cut_) {
      wires_.clear();
    } else {
      forward();
    }
  }
}

void TcpProxy::accept_one() {
  base::Fd client(::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
  base::Fd server = new_socket();
  const sockaddr_in to = loopback(server_port_);
  if (::connect(server.number(), general(to), sizeof to) != 0) return;
  wires_.push_back({std::move(client), std::move(server)});
}

void TcpProxy::forward() {
  std::erase_if(wires_, [this](const Wire& wire) {
    const int client = wire.client.number();
    const int server = wire.server.number();
    return (!holds_requests_ && !pass(client, server)) ||
           (!holds_answers_ && !pass(server, client));
  });
}

/// False at the end of the connection.
bool TcpProxy::pass(int from, int to) {
  std::array<char, 65'536> bytes;
  const ssize_t got = ::recv(from, bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (got < 0) return true;
  if (got == 0) return false;
  for (ssize_t sent = 0; sent < got;) {
    const ssize_t now =
        ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
    if (now <= 0) return false;
    sent += now;
  }
  return true;
}

}  // namespace support
