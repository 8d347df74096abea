#include "mcp-runlog/wrapping/child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

constexpr int not_found = 127;
constexpr int not_executable = 126;
constexpr int no_process = 125;

struct Pipe {
  base::Fd read;
  base::Fd write;
};

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  // Only this end: the command finds a pipe like any other.
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return Pipe{base::Fd(ends[0]), base::Fd(ends[1])};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (std::string& text : texts)
    all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

/// What posix_spawn is told beside the words.
class Instructions {
 public:
  Instructions(int output, int errors, const Signals& signals) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, errors, STDERR_FILENO);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setsigmask(&attributes_, &signals.mask_before());
    ::posix_spawnattr_setsigdefault(&attributes_, &signals.defaults_before());
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }

  ~Instructions() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  Instructions(const Instructions&) = delete;
  Instructions& operator=(const Instructions&) = delete;

  int spawn(pid_t& pid, ChildPlan& plan) const {
    const mode_t own_mask = ::umask(plan.mode_mask);
    const int error = ::posix_spawnp(&pid,
                                     plan.words.front().c_str(),
                                     &actions_,
                                     &attributes_,
                                     pointers(plan.words).data(),
                                     pointers(plan.environment).data());
    ::umask(own_mask);
    return error;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

NotStarted not_started(const std::string& word, int reason) {
  const int code = reason == ENOENT ? not_found : not_executable;
  return {code,
          base::format(
              "{}: {}",
              base::one_line(word, 200),
              reason == ENOENT ? "command not found" : std::generic_category().message(reason))};
}

}  // namespace

std::optional<NotStarted> start(ChildPlan plan, const Signals& signals, Child& child) {
  auto output = make_pipe();
  auto errors = make_pipe();
  if (!output || !errors) return NotStarted{no_process, "there are no pipes left for it"};
  const Instructions instructions(output->write.number(), errors->write.number(), signals);
  const int error = instructions.spawn(child.pid, plan);
  if (error != 0) return not_started(plan.words.front(), error);
  child.output = std::move(output->read);
  child.errors = std::move(errors->read);
  // glibc's own wrapper cannot be called from C++ before 2.37.
  child.life = base::Fd(static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0)));
  return std::nullopt;
}

ChildEnd end_of(const Child& child) {
  int status = 0;
  while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) return {.exit_code = 128 + WTERMSIG(status), .signal = WTERMSIG(status)};
  return {.exit_code = WEXITSTATUS(status)};
}

}  // namespace runlog
