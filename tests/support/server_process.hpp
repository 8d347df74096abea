#pragma once
// A server as a process of its own, spoken to through pipes. Killed at the end of the test if it
// still runs. Failures of the machinery itself throw.

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"

namespace support {

/// Far beyond what anything takes, also under sanitizers on a busy machine.
inline constexpr std::chrono::milliseconds patience{30'000};

class ServerProcess {
 public:
  /// Starts the binary; the environment is this process's with `environment` on top.
  explicit ServerProcess(const std::string& binary,
                         std::vector<std::string> arguments = {},
                         const std::map<std::string, std::string>& environment = {});
  ~ServerProcess();

  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// A line break is added. False if the server does not take it any more.
  bool send(std::string_view line);
  bool send_bytes(std::string_view bytes);

  /// The next line of its stdout; nothing at its end, or when the time is over.
  std::optional<std::string> read_line(std::chrono::milliseconds time_max = patience);

  /// All lines until its stdout ends.
  std::vector<std::string> read_to_end();

  /// What lies in the pipe of its stdout.
  std::size_t unread_bytes() const;

  void close_input() { input_.reset(); }

  void close_output() { output_.reset(); }

  void signal(int number) const;

  /// Its exit code, or 128 and the signal that killed it; nothing if it still runs then.
  std::optional<int> wait_exit(std::chrono::milliseconds time_max = patience);

  pid_t pid() const { return pid_; }

  /// The most memory that it ever held.
  std::size_t memory_peak_kib() const;

  /// What it wrote to stderr so far.
  std::string errors() const;

 private:
  pid_t pid_ = -1;
  base::Fd input_;
  base::Fd output_;
  base::Fd errors_;
  std::string received_;
  std::optional<int> exit_code_;
};

/// A finished process.
struct Finished {
  int exit_code;
  std::vector<std::string> lines;
  std::string errors;
};

/// Runs a binary with an empty stdin; one that does not end in time is killed, and there is
/// nothing.
std::optional<Finished> run_if_it_ends(const std::string& binary,
                                       std::vector<std::string> arguments,
                                       const std::map<std::string, std::string>& environment,
                                       std::chrono::milliseconds time_max);

/// The same, where not to end is a failure. Gives up before ctest does, to say what did not end.
Finished run_to_end(const std::string& binary,
                    std::vector<std::string> arguments,
                    const std::map<std::string, std::string>& environment = {});

/// True as soon as the process is gone; false if it still runs after `time_max`. Works for any
/// process, not only children.
bool ends_within(pid_t pid, std::chrono::milliseconds time_max);

}  // namespace support
