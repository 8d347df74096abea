#include "transport/endings.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>

#include "base/check.hpp"

namespace transport {
namespace {

constexpr int parent_poll_ms = 100;

/// What the reader gets to take what was sent before the other side hung up.
constexpr int hung_up_ms = 200;

// glibc's own wrapper cannot be called from C++ before 2.37.
int open_pidfd(pid_t pid) {
  return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

sigset_t ending_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGINT);
  ::sigaddset(&set, SIGTERM);
  ::sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

Wakeup::Wakeup() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  CHECK(event_);
}

void Wakeup::signal() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event_.number(), &one, sizeof one);
}

Endings Endings::watch(bool watch_parent) {
  Endings endings;
  const sigset_t signals = ending_signals();
  CHECK(::pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
  CHECK(std::signal(SIGPIPE, SIG_IGN) != SIG_ERR);
  endings.signals_ = base::Fd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  CHECK(endings.signals_);
  if (watch_parent) {
    endings.parent_pid_ = ::getppid();
    endings.parent_ = base::Fd(open_pidfd(endings.parent_pid_));
  }
  return endings;
}

Endings::Cause Endings::wait(const Wakeup& input_ended, int input) const {
  const bool polls_parent = parent_pid_ != 0 && !parent_;
  pollfd ready[] = {{signals_.number(), POLLIN, 0},
                    {input_ended.fd(), POLLIN, 0},
                    {parent_.number(), POLLIN, 0},
                    {input, 0, 0}};
  bool hung_up = false;
  for (;;) {
    // The parent may have died before its pidfd was opened: then getppid() has changed already.
    if (parent_pid_ != 0 && ::getppid() != parent_pid_) return Cause::parent_died;
    const int wait_ms = hung_up ? hung_up_ms : polls_parent ? parent_poll_ms : -1;
    const int count = ::poll(ready, 4, wait_ms);
    if (count < 0 && errno != EINTR) return Cause::signal;
    if (count == 0 && hung_up) return Cause::input_ended;
    if (count <= 0) continue;
    if (ready[0].revents != 0) return Cause::signal;
    if (ready[1].revents != 0) return Cause::input_ended;
    if (ready[2].revents != 0) return Cause::parent_died;
    hung_up = true;
    ready[3].fd = -1;  // looked at once: it stays hung up
  }
}

}  // namespace transport
