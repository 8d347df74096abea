#include "base/log.hpp"

#include <poll.h>
#include <unistd.h>

#include <string>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/mutex.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"

namespace base {
namespace {

const char* name(LogLevel level) {
  switch (level) {
    case LogLevel::error:
      return "error";
    case LogLevel::warning:
      return "warning";
    case LogLevel::info:
      break;
  }
  return "info";
}

/// The run that this process was started in, for lines that belong to no request.
const std::string& run_of_process() {
  static const std::string run = [] {
    const auto named = env("RUN_ID");
    return named && is_uuid(*named) ? lower(*named) : std::string();
  }();
  return run;
}

thread_local const std::string* run_of_thread = nullptr;

}  // namespace

LogRun::LogRun(std::string run_id) : run_id_(std::move(run_id)), outer_(run_of_thread) {
  if (!run_id_.empty()) run_of_thread = &run_id_;
}

LogRun::~LogRun() {
  run_of_thread = outer_;
}

void log(LogLevel level, std::string_view message, std::string_view run_id) {
  constexpr std::size_t line_bytes_max =
      2048;  // below PIPE_BUF: lines of several threads do not mix
  std::string line = format("{} {}", name(level), one_line(message, line_bytes_max));
  if (run_id.empty() && run_of_thread != nullptr) run_id = *run_of_thread;
  if (run_id.empty()) run_id = run_of_process();
  if (!run_id.empty()) line += format(" [run={}]", run_id);
  line += '\n';
  // One at a time: of two threads that both see room for one line, the second would block.
  static Mutex writing;
  const Lock lock(writing);
  pollfd stderr_ready{STDERR_FILENO, POLLOUT, 0};
  if (::poll(&stderr_ready, 1, 0) != 1) return;
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace base
