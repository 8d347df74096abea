#include "http_server/hang_ups.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/format.hpp"

namespace http_server {
namespace {

constexpr std::uint64_t id_of_end = 0;

}  // namespace

HangUps::~HangUps() {
  if (!thread_.joinable()) return;
  ::eventfd_write(end_.number(), 1);
  thread_.join();
}

base::Result<void> HangUps::start() {
  epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
  end_.reset(::eventfd(0, EFD_CLOEXEC));
  epoll_event event{.events = EPOLLIN, .data = {.u64 = id_of_end}};
  if (!epoll_ || !end_ || ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, end_.number(), &event) != 0) {
    return base::unavailable(base::format("cannot watch connections: {}", std::strerror(errno)));
  }
  thread_ = std::thread([this] { run(); });
  return {};
}

bool HangUps::watch(int socket, std::uint64_t id) const {
  epoll_event event{.events = EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLET, .data = {.u64 = id}};
  return ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, socket, &event) == 0;
}

void HangUps::run() const {
  std::array<epoll_event, 64> events;
  for (;;) {
    const int count = ::epoll_wait(
        epoll_.number(), events.data(), static_cast<int>(events.size()), /*timeout=*/-1);
    if (count < 0 && errno != EINTR) return;
    for (int index = 0; index < count; ++index) {
      const std::uint64_t id = events[static_cast<std::size_t>(index)].data.u64;
      if (id == id_of_end) return;
      report_(id);
    }
  }
}

}  // namespace http_server
