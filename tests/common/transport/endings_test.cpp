#include "transport/endings.hpp"

#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <thread>

#include "support/catch.hpp"

namespace {

using transport::Endings;

/// Endings block signals for the thread; this puts back what was before, with nothing left to
/// deliver.
class SignalMask {
 public:
  SignalMask() { ::pthread_sigmask(SIG_SETMASK, nullptr, &before_); }

  ~SignalMask() {
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
      ::sigaddset(&signals, signal);
    const timespec no_time{0, 0};
    while (::sigtimedwait(&signals, nullptr, &no_time) > 0)
      continue;
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  SignalMask(const SignalMask&) = delete;
  SignalMask& operator=(const SignalMask&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

TEST_CASE("a signal ends the waiting, and does not kill") {
  const SignalMask mask;
  const Endings endings = Endings::watch(false);
  const transport::Wakeup input_ended;
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  std::raise(signal);
  CHECK(endings.wait(input_ended, -1) == Endings::Cause::signal);
}

TEST_CASE("the end of the input ends the waiting") {
  const SignalMask mask;
  const Endings endings = Endings::watch(true);
  const transport::Wakeup input_ended;
  std::thread reading([&] { input_ended.signal(); });
  CHECK(endings.wait(input_ended, -1) == Endings::Cause::input_ended);
  reading.join();
}

TEST_CASE("a wake-up stays signalled for everybody who looks") {
  const transport::Wakeup wakeup;
  pollfd ready{wakeup.fd(), POLLIN, 0};
  CHECK(::poll(&ready, 1, 0) == 0);
  wakeup.signal();
  wakeup.signal();
  CHECK(::poll(&ready, 1, 0) == 1);
  CHECK(::poll(&ready, 1, 0) == 1);
}
