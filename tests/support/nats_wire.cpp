#include "support/nats_wire.hpp"
#include "support/loopback.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace support {
namespace {

constexpr timeval time_max{.tv_sec = 30, .tv_usec = 0};

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("nats wire: cannot ") + what);
}

}  // namespace

NatsWire::NatsWire(int port, const std::string& user, const std::string& password)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_in address = loopback(port);
  ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVTIMEO, &time_max, sizeof time_max);
  require(
      ::connect(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
      "connect");
  send(R"(CONNECT {"verbose":false,"headers":true,"no_responders":true,"user":")" + user +
       R"(","pass":")" + password + "\"}\r\n");
  said();
}

void NatsWire::subscribe(const std::string& subject) {
  send("SUB " + subject + " " + std::to_string(++subscriptions_) + "\r\n");
}

void NatsWire::publish(const std::string& subject,
                       const std::string& payload,
                       const std::string& reply) {
  const std::string to = reply.empty() ? subject : subject + " " + reply;
  send("PUB " + to + " " + std::to_string(payload.size()) + "\r\n" + payload + "\r\n");
}

std::string NatsWire::said() {
  send("PING\r\n");
  return read_until("PONG\r\n");
}

void NatsWire::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    require(sent > 0, "send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string NatsWire::read_until(std::string_view text) {
  std::array<char, 4096> chunk{};
  while (input_.find(text) == std::string::npos) {
    const ssize_t got = ::read(socket_.number(), chunk.data(), chunk.size());
    require(got > 0, "read");
    input_.append(chunk.data(), static_cast<std::size_t>(got));
  }
  const std::size_t end = input_.find(text) + text.size();
  std::string said = input_.substr(0, end);
  input_.erase(0, end);
  return said;
}

}  // namespace support
