#pragma once
// Child: a command as a process whose output comes through pipes. Everything else it has as if its
// parent had started it: stdin, directory, other descriptors, signals, file mode mask, process
// group, and so the terminal.

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "mcp-runlog/wrapping/signals.hpp"

namespace runlog {

/// How it ended.
struct ChildEnd {
  int exit_code = 0;
  int signal = 0;  ///< that ended it; 0: it exited
};

struct Child {
  pid_t pid;
  base::Fd output;  ///< its stdout; reading does not block
  base::Fd errors;  ///< its stderr; the same
  base::Fd life;    ///< readable once it has ended
};

/// Why there is no process.
struct NotStarted {
  int exit_code;  ///< what a shell would say: 127 not found, 126 found
  std::string reason;
};

struct ChildPlan {
  std::vector<std::string> words;  ///< the command, looked for as a shell would, and its arguments
  std::vector<std::string> environment;  ///< NAME=value
  mode_t mode_mask;                      ///< umask
};

/// Starts it with the signals as they were before `signals` took them over.
std::optional<NotStarted> start(ChildPlan plan, const Signals& signals, Child& child);

/// Waits for the end; the process is gone afterwards.
ChildEnd end_of(const Child& child);

}  // namespace runlog
