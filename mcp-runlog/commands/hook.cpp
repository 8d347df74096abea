#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/format.hpp"
#include "base/log.hpp"
#include "mcp-runlog/commands.hpp"
#include "mcp-runlog/commands/hook_input.hpp"
#include "mcp-runlog/spool/spool.hpp"

namespace runlog {
namespace {

/// Whenever so much more waits, this hook sees to it that it is stored.
constexpr std::uint64_t bytes_between_drains = std::uint64_t{256} * 1024;
constexpr std::chrono::milliseconds drain_time_max{300};

/// A hook that ends otherwise stops the agent, or makes it go on when it was done.
void end_in_peace(int) {
  ::_exit(0);
}

/// Asks for a stop when the time is over.
class TimeLimit {
 public:
  explicit TimeLimit(std::chrono::milliseconds time)
      : watching_([this, time](const std::stop_token& done) {
          std::unique_lock lock(mutex_);
          if (!over_.wait_for(lock, done, time, [] { return false; }) && !done.stop_requested())
            stop_.request_stop();
        }) {}

  std::stop_token stop() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable_any over_;
  std::jthread watching_;
};

/// What is left of an event where nobody can tell its secrets: that something happened, and when.
Event skeleton_of(const Event& event) {
  return {.id = event.id,
          .source = event.source,
          .clock = event.clock,
          .at = event.at,
          .run_id = event.run_id,
          .session_id = event.session_id,
          .prompt_id = event.prompt_id,
          .kind = event.kind,
          .severity = Severity::warning,
          .agent = event.agent,
          .title = "not recorded: runlog.yaml or runlog.key cannot be used",
          .tool_use_id = event.tool_use_id};
}

void redact(const base::Result<const Redactor*>& redactor, std::vector<Event>& events) {
  for (Event& event : events)
    event = redactor ? (*redactor)->redacted(std::move(event)) : skeleton_of(event);
}

base::Result<void> keep(const Setting& setting, std::vector<Event> events) {
  const auto redactor = setting.run_log->redactor();
  redact(redactor, events);
  Spool spool(TRY(setting.workplace->home()));
  const std::uint64_t before = spool.waiting_bytes();
  TRY(spool.append(events));
  if (!redactor) return redactor.error();
  // Of the hooks that add to a spool which nobody empties, one in a few hundred takes the time.
  if (before / bytes_between_drains == spool.waiting_bytes() / bytes_between_drains) return {};
  const TimeLimit limit(drain_time_max);
  return setting.run_log->store_spooled(limit.stop());
}

base::Result<void> record(const Setting& setting) {
  try {
    Read read = events_of(read_input(STDIN_FILENO), surroundings_of_hook(setting.run_log->now()));
    if (read.events.empty()) return base::invalid("there was nothing on stdin");
    return keep(setting, std::move(read.events));
  } catch (const std::exception& error) {
    return base::internal(error.what());
  }
}

int run_hook(const Setting& setting) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGALRM})
    std::signal(signal, end_in_peace);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  const auto recorded = record(setting);
  if (!recorded)
    base::log(base::LogLevel::warning, base::format("not recorded: {}", recorded.error().message));
  return 0;
}

}  // namespace

app::Command hook_command(const Setting& setting) {
  return {.name = "hook",
          .help = "Record what a hook of Claude Code says on stdin; never fails, prints nothing",
          .options = {},
          .run = [setting](const app::Words&) { return run_hook(setting); }};
}

}  // namespace runlog
