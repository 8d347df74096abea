#include <algorithm>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <thread>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/filled_store.hpp"
#include "bench/measure.hpp"
#include "bench/runlog_stores.hpp"
#include "json/writer.hpp"
#include "support/server_process.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

/// What Claude Code says after a command.
std::string hook_input(std::uint64_t number) {
  const runlog::Event event = tool_events().event(number * 2 + 3);
  json::Writer out;
  out.begin_object().member("session_id", event.session_id);
  out.member("transcript_path", "/home/dev/.claude/projects/-src-shop/session.jsonl");
  out.member("cwd", "/src/shop").member("permission_mode", "acceptEdits");
  out.member("hook_event_name", "PostToolUse").member("tool_name", "Bash");
  out.key("tool_input").begin_object().member("command", event.title).end_object();
  out.key("tool_response").begin_object().member("stdout", event.body_json + event.body_json);
  out.member("stderr", "").member("interrupted", false).end_object();
  return out.member("tool_use_id", base::format("toolu_hook_{}", number)).end_object().take();
}

/// Batches that come to a store all the time.
class Intake {
 public:
  explicit Intake(const std::filesystem::path& home)
      : thread_([this, home](const std::stop_token& stop) {
          try {
            const auto run_log = run_log_in(home);
            for (std::uint64_t first = 0; !stop.stop_requested(); first += batch) {
              take(*run_log, tool_events().delivery(first, batch));
              ++batches_;
            }
          } catch (...) {  // rethrown by whoever ends it
            failure_ = std::current_exception();
          }
        }) {}

  /// How many were taken.
  int end() {
    thread_.request_stop();
    thread_.join();
    if (failure_) std::rethrow_exception(failure_);
    return batches_;
  }

 private:
  static constexpr std::uint64_t batch = 500;
  int batches_ = 0;
  std::exception_ptr failure_;
  std::jthread thread_;
};

/// From its start to its end.
double life_ms(const Command& command,
               const std::filesystem::path& home,
               const std::string& input) {
  const auto begin = Clock::now();
  support::ServerProcess process = started(command, home);
  process.send_bytes(input);
  process.close_input();
  const auto code = process.wait_exit();
  const double ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  if (code != 0 || !process.errors().empty())
    throw std::runtime_error(command.front() + " failed: " + process.errors());
  return ms;
}

struct Lives {
  std::vector<double> hook_ms, empty_ms;
};

Lives lives(const Contestants& contestants, const std::filesystem::path& home, int count) {
  Command hook = contestants.runlog;
  hook.emplace_back("hook");
  Lives lives;
  for (int number = 0; number < count; ++number) {
    lives.hook_ms.push_back(life_ms(hook, home, hook_input(static_cast<std::uint64_t>(number))));
    lives.empty_ms.push_back(life_ms({"/bin/true"}, home, ""));
  }
  return lives;
}

/// Throws if not everything is stored that so many hooks told.
void require_all(const std::filesystem::path& home, int count) {
  const auto run_log = run_log_in(home);
  const auto store = run_log->ready({});
  if (!store) throw std::runtime_error(store.error().message);
  const auto stored = (*store)->newest_position({});
  if (!stored || *stored < count) throw std::runtime_error("events of hooks are missing");
}

std::string figures(const std::vector<double>& ms) {
  return base::format("{:.1f} ms, {:.1f} ms", median(ms), percentile(ms, 0.95));
}

}  // namespace

void bench_runlog_hook(const Contestants& contestants) {
  constexpr int count = 300;
  constexpr double p95_max_ms = 15;
  const OwnHome busy_home(contestants);
  Intake intake(busy_home.path());
  const Lives busy = lives(contestants, busy_home.path(), count);
  const int batches = intake.end();
  const double p95_ms = percentile(busy.hook_ms, 0.95);
  row("hook beside an intake, spawn to exit: p50, p95",
      figures(busy.hook_ms),
      base::format("p95 < {:.0f} ms", p95_max_ms),
      p95_ms < p95_max_ms);
  row(base::format("  an empty program beside it ({} batches of 500)", batches),
      figures(busy.empty_ms));
  const OwnHome calm_home(contestants);
  const Lives calm = lives(contestants, calm_home.path(), count);
  require_all(calm_home.path(), count);
  row("  hook, and an empty program, with nothing beside",
      figures(calm.hook_ms) + "; " + figures(calm.empty_ms));
}

}  // namespace bench
