#include "http_server/channel.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>

namespace http_server {
namespace {

bool is_temporary(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

class PlainChannel final : public Channel {
 public:
  explicit PlainChannel(int socket) : socket_(socket) {}

  Transfer open(Deadline) override { return Transfer::done; }

  Transfer read(std::string& buffer, Deadline deadline) override {
    std::array<char, 8192> bytes;
    for (;;) {
      const Transfer readable = wait_for(socket_, POLLIN, deadline);
      if (readable != Transfer::done) return readable;
      const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), 0);
      if (size < 0 && is_temporary(errno)) continue;
      if (size <= 0) return Transfer::ended;
      buffer.append(bytes.data(), static_cast<std::size_t>(size));
      return Transfer::done;
    }
  }

  Transfer write(std::string_view bytes, Deadline deadline) override {
    while (!bytes.empty()) {
      const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(size));
        continue;
      }
      if (!is_temporary(errno)) return Transfer::ended;
      const Transfer writable = wait_for(socket_, POLLOUT, deadline);
      if (writable != Transfer::done) return writable;
    }
    return Transfer::done;
  }

  void finish() override { ::shutdown(socket_, SHUT_WR); }

 private:
  const int socket_;
};

}  // namespace

std::unique_ptr<Channel> plain_channel(int socket) {
  return std::make_unique<PlainChannel>(socket);
}

Transfer wait_for(int socket, short events, Deadline deadline) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto wait_ms = std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, INT_MAX);
    pollfd ready{socket, events, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(wait_ms));
    if (count > 0) return Transfer::done;
    if (count == 0) return Transfer::late;
    if (errno != EINTR) return Transfer::ended;
  }
}

}  // namespace http_server
