#include "support/server_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace support {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct Pipe {
  base::Fd read;
  base::Fd write;
};

Pipe make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return {base::Fd(ends[0]), base::Fd(ends[1])};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts)
    all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> merged(const std::map<std::string, std::string>& environment) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!environment.contains(text.substr(0, text.find('=')))) all.push_back(text);
  }
  for (const auto& [name, value] : environment)
    all.push_back(name + "=" + value);
  return all;
}

pid_t spawn(std::vector<std::string> words,
            std::vector<std::string> environment,
            int input,
            int output,
            int errors) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t signals;
  ::sigemptyset(&signals);
  ::posix_spawnattr_setsigmask(&attributes, &signals);
  ::sigaddset(&signals, SIGPIPE);  // this process ignores it, which a child would inherit
  ::posix_spawnattr_setsigdefault(&attributes, &signals);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid,
                                  words.front().c_str(),
                                  &actions,
                                  &attributes,
                                  pointers(words).data(),
                                  pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::runtime_error("cannot start " + words.front());
  return pid;
}

int remaining_ms(steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

bool is_ready(int fd, short events, int wait_ms) {
  pollfd ready{fd, events, 0};
  return ::poll(&ready, 1, wait_ms) == 1;
}

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ServerProcess::ServerProcess(const std::string& binary,
                             std::vector<std::string> arguments,
                             const std::map<std::string, std::string>& environment) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe input = make_pipe();
  Pipe output = make_pipe();
  errors_ = base::Fd(::memfd_create("stderr", MFD_CLOEXEC));
  arguments.insert(arguments.begin(), binary);
  pid_ = spawn(std::move(arguments),
               merged(environment),
               input.read.number(),
               output.write.number(),
               errors_.number());
  input_ = std::move(input.write);
  output_ = std::move(output.read);
}

ServerProcess::~ServerProcess() {
  if (exit_code_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

bool ServerProcess::send(std::string_view line) {
  return send_bytes(std::string(line) + '\n');
}

bool ServerProcess::send_bytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(input_.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::optional<std::string> ServerProcess::read_line(milliseconds time_max) {
  const auto deadline = steady_clock::now() + time_max;
  std::size_t searched = 0;
  for (;;) {
    const std::size_t end = received_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = received_.substr(0, end);
      received_.erase(0, end + 1);
      return line;
    }
    searched = received_.size();
    if (!is_ready(output_.number(), POLLIN, remaining_ms(deadline))) return std::nullopt;
    char bytes[65536];
    const ssize_t got = ::read(output_.number(), bytes, sizeof bytes);
    if (got <= 0) return std::nullopt;
    received_.append(bytes, static_cast<std::size_t>(got));
  }
}

std::vector<std::string> ServerProcess::read_to_end() {
  std::vector<std::string> lines;
  while (auto line = read_line())
    lines.push_back(*std::move(line));
  return lines;
}

std::size_t ServerProcess::unread_bytes() const {
  int bytes = 0;
  ::ioctl(output_.number(), FIONREAD, &bytes);
  return static_cast<std::size_t>(bytes);
}

void ServerProcess::signal(int number) const {
  ::kill(pid_, number);
}

std::optional<int> ServerProcess::wait_exit(milliseconds time_max) {
  if (exit_code_) return exit_code_;
  if (!ends_within(pid_, time_max)) return std::nullopt;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  exit_code_ = exit_code_of(status);
  return exit_code_;
}

std::size_t ServerProcess::memory_peak_kib() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string word; status >> word;) {
    std::size_t kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib;
  }
  throw std::runtime_error("no VmHWM for the server");
}

std::string ServerProcess::errors() const {
  std::ifstream file("/proc/self/fd/" + std::to_string(errors_.number()));
  return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<Finished> run_if_it_ends(const std::string& binary,
                                       std::vector<std::string> arguments,
                                       const std::map<std::string, std::string>& environment,
                                       milliseconds time_max) {
  const auto deadline = steady_clock::now() + time_max;
  const auto left = [deadline] { return milliseconds(remaining_ms(deadline)); };
  ServerProcess process(binary, std::move(arguments), environment);
  process.close_input();
  std::vector<std::string> lines;
  while (auto line = process.read_line(left()))
    lines.push_back(*std::move(line));
  const auto code = process.wait_exit(left());
  if (!code) return std::nullopt;
  return Finished{*code, std::move(lines), process.errors()};
}

Finished run_to_end(const std::string& binary,
                    std::vector<std::string> arguments,
                    const std::map<std::string, std::string>& environment) {
  constexpr milliseconds time_max{100'000};
  auto finished = run_if_it_ends(binary, std::move(arguments), environment, time_max);
  if (!finished) throw std::runtime_error(binary + " does not end");
  return *std::move(finished);
}

bool ends_within(pid_t pid, milliseconds time_max) {
  // glibc's own wrapper cannot be called from C++ before 2.37.
  const base::Fd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!process) return errno == ESRCH;
  return is_ready(process.number(), POLLIN, static_cast<int>(time_max.count()));
}

}  // namespace support
