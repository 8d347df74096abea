#include "bench/http_load.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

#include "base/format.hpp"
#include "bench/measure.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int silence_max_ms = 30'000;

base::Fd connected_to(int port) {
  base::Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<in_port_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error(base::format("cannot connect to port {}", port));
  return socket;
}

double thread_cpu_s() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// What comes until nothing more comes: replies may be chunked, or have a length, or be a stream.
std::string whole_reply(int socket) {
  constexpr int pause_ms = 300;
  std::string reply;
  std::array<char, 16384> bytes{};
  pollfd ready{socket, POLLIN, 0};
  while (::poll(&ready, 1, reply.empty() ? silence_max_ms : pause_ms) == 1) {
    const ssize_t size = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (size <= 0) throw std::runtime_error("the server hung up after: " + reply);
    reply.append(bytes.data(), static_cast<std::size_t>(size));
  }
  return reply;
}

double milliseconds(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace

HttpLoad::HttpLoad(int port, int connections, std::string request)
    : request_(std::move(request)), ready_(::epoll_create1(EPOLL_CLOEXEC)) {
  for (int number = 0; number < connections; ++number) {
    Connection& connection = connections_.emplace_back();
    connection.socket = connected_to(port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = static_cast<std::uint64_t>(number);
    ::epoll_ctl(ready_.number(), EPOLL_CTL_ADD, connection.socket.number(), &event);
  }
  learn_reply();
}

void HttpLoad::learn_reply() {
  send(connections_.front());
  reply_ = whole_reply(connections_.front().socket.number());
  const std::size_t end_of_head = reply_.find("\r\n\r\n");
  if (!reply_.starts_with("HTTP/1.1 200 ") || end_of_head == std::string::npos ||
      reply_.find("\"result\"") == std::string::npos ||
      reply_.find("\"isError\":true") != std::string::npos)
    throw std::runtime_error("a call fails: " + reply_);
  body_at_ = end_of_head;
}

void HttpLoad::send(Connection& connection) const {
  connection.received = 0;
  connection.sent_at = Clock::now();
  const ssize_t sent =
      ::send(connection.socket.number(), request_.data(), request_.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(request_.size())) throw std::runtime_error("cannot send");
}

bool HttpLoad::receive(Connection& connection) {
  std::array<char, 16384> bytes;
  const ssize_t got = ::recv(connection.socket.number(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (got <= 0) throw std::runtime_error("the server hung up within the load");
  const auto size = static_cast<std::size_t>(got);
  check(bytes.data(), connection.received, size);
  connection.received += size;
  return connection.received == reply_.size();
}

/// Of the head only the status: the date changes.
void HttpLoad::check(const char* bytes, std::size_t from, std::size_t size) const {
  constexpr std::size_t status_bytes = std::string_view("HTTP/1.1 200 ").size();
  const auto is_same = [&](std::size_t begin, std::size_t end) {
    begin = std::max(begin, from);
    end = std::min(end, from + size);
    return begin >= end ||
           reply_.compare(begin, end - begin, bytes + (begin - from), end - begin) == 0;
  };
  const bool fits = from + size <= reply_.size();
  if (fits && is_same(0, status_bytes) && is_same(body_at_, reply_.size())) return;
  throw std::runtime_error("another reply than the first: " + std::string(bytes, size));
}

HttpLoad::Figures HttpLoad::run(std::chrono::milliseconds time) {
  std::vector<double> calls_ms;
  const double cpu_before_s = thread_cpu_s();
  const auto begin = Clock::now();
  for (Connection& connection : connections_)
    send(connection);
  std::size_t waiting = connections_.size();
  std::vector<epoll_event> events(connections_.size());
  while (waiting > 0) {
    const int count = ::epoll_wait(
        ready_.number(), events.data(), static_cast<int>(events.size()), silence_max_ms);
    if (count <= 0) throw std::runtime_error("no reply for 30 seconds");
    for (int at = 0; at < count; ++at) {
      Connection& connection = connections_[events[static_cast<std::size_t>(at)].data.u64];
      if (!receive(connection)) continue;
      const auto now = Clock::now();
      calls_ms.push_back(milliseconds(now - connection.sent_at));
      if (now - begin < time) {
        send(connection);
      } else {
        --waiting;
      }
    }
  }
  const double seconds = milliseconds(Clock::now() - begin) / 1e3;
  const auto calls = static_cast<double>(calls_ms.size());
  return {calls / seconds, median(std::move(calls_ms)), (thread_cpu_s() - cpu_before_s) / seconds};
}

}  // namespace bench
