#include "mcp-runlog/wrapping/signals.hpp"

#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>

#include "base/check.hpp"

namespace runlog {
namespace {

constexpr std::array passed_on = {
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SIGUSR1, SIGUSR2};

/// A reader of the output that is gone, and a spool that is full, are errors of a write.
constexpr std::array ignored = {SIGPIPE, SIGXFSZ};

/// The terminal sends its signals to all processes of the group: the command has got them.
bool came_from_terminal(const signalfd_siginfo& signal) {
  return signal.ssi_code == SI_KERNEL;
}

bool asks_to_end(int signal) {
  return signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT;
}

}  // namespace

Signals::Signals() {
  sigset_t taken;
  ::sigemptyset(&taken);
  for (const int signal : passed_on)
    ::sigaddset(&taken, signal);
  CHECK(::pthread_sigmask(SIG_BLOCK, &taken, &mask_before_) == 0);
  ::sigemptyset(&defaults_before_);
  for (const int signal : ignored) {
    if (std::signal(signal, SIG_IGN) == SIG_DFL) ::sigaddset(&defaults_before_, signal);
  }
  descriptor_ = base::Fd(::signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK));
  CHECK(descriptor_);
}

void Signals::pass_on(pid_t child) {
  signalfd_siginfo signal{};
  while (::read(descriptor_.number(), &signal, sizeof signal) == sizeof signal) {
    const int number = static_cast<int>(signal.ssi_signo);
    asked_to_end_ = asked_to_end_ || asks_to_end(number);
    if (!came_from_terminal(signal)) ::kill(child, number);
    // A shell that waits for this process must see it stop. It goes on from here.
    if (number == SIGTSTP) ::raise(SIGSTOP);
  }
}

void Signals::die_of(int signal) {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  std::signal(signal, SIG_DFL);
  sigset_t one;
  ::sigemptyset(&one);
  ::sigaddset(&one, signal);
  ::pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  ::raise(signal);
}

}  // namespace runlog
