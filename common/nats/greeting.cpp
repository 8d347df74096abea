#include "nats/greeting.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <string_view>

#include "base/fd.hpp"
#include "json/document.hpp"
#include "nats/ready.hpp"

namespace nats {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view opening = "INFO ";
constexpr std::size_t greeting_bytes_max = 65'536;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses addresses_of(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string port = colon == std::string::npos ? "4222" : address.substr(colon + 1);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) found = nullptr;
  return {found, ::freeaddrinfo};
}

base::Fd connected_to(const addrinfo& to, steady_clock::time_point deadline) {
  base::Fd socket(
      ::socket(to.ai_family, to.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, to.ai_protocol));
  if (!socket) return socket;
  if (::connect(socket.number(), to.ai_addr, to.ai_addrlen) == 0) return socket;
  int error = 0;
  socklen_t size = sizeof error;
  if (errno != EINPROGRESS || !is_ready(socket.number(), POLLOUT, deadline) ||
      ::getsockopt(socket.number(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
    return {};
  }
  return socket;
}

std::optional<std::string> first_line(int socket, steady_clock::time_point deadline) {
  std::string line;
  while (line.find('\n') == std::string::npos && line.size() < greeting_bytes_max) {
    std::array<char, 4096> bytes;
    if (!is_ready(socket, POLLIN, deadline)) return std::nullopt;
    const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (got <= 0) return std::nullopt;
    line.append(bytes.data(), static_cast<std::size_t>(got));
  }
  return line.substr(0, line.find('\n'));
}

std::string version_in(std::string_view line) {
  if (!line.starts_with(opening)) return {};
  const auto document = json::parse(line.substr(opening.size()));
  if (!document) return {};
  const json::View version = document->root().find("version");
  return version.is(json::Kind::text) ? std::string(version.text()) : std::string();
}

}  // namespace

std::string version_of(const std::string& address, milliseconds time_max) {
  const auto deadline = steady_clock::now() + time_max;
  const Addresses addresses = addresses_of(address);
  for (const addrinfo* to = addresses.get(); to != nullptr; to = to->ai_next) {
    const base::Fd socket = connected_to(*to, deadline);
    if (!socket) continue;
    if (const auto line = first_line(socket.number(), deadline)) return version_in(*line);
  }
  return {};
}

}  // namespace nats
