#pragma once
// Log lines for the operator, on stderr: "<level> <message> [run=<uuid>]". Terse, because some
// clients never drain stderr: a line that would block is dropped rather than holding up a call. A
// line that names no run carries that of the call that its thread works on (LogRun), else that of
// the process (RUN_ID). Thread-safe.

#include <string>
#include <string_view>

namespace base {

enum class LogLevel { error, warning, info };

void log(LogLevel level, std::string_view message, std::string_view run_id = {});

/// As long as it lives, lines of this thread carry its run unless they name one. Empty: changes
/// nothing. Ends in the thread, and in the order, that it began in.
class LogRun {
 public:
  explicit LogRun(std::string run_id);
  ~LogRun();

  LogRun(const LogRun&) = delete;
  LogRun& operator=(const LogRun&) = delete;

 private:
  const std::string run_id_;
  const std::string* const outer_;
};

}  // namespace base
