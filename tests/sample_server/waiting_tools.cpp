#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/format.hpp"
#include "tests/sample_server/sample.hpp"

namespace sample {
namespace {

using std::chrono::milliseconds;

constexpr int hour_ms = 3'600'000;

struct NoArguments {};

struct Wait {
  int wait_ms = hour_ms;
};

struct Steps {
  int steps = 3;
  int pause_ms = 30;
};

struct Counts {
  int started = 0;
  int stopped = 0;
  int finished = 0;
};

/// How the waits of this process ended; a cancelled call has no answer that could tell.
class Tally {
 public:
  void start() { count(counts_.started); }

  void end(bool was_stopped) { count(was_stopped ? counts_.stopped : counts_.finished); }

  /// Waits until there are at least so many of each, or the call is stopped.
  Counts wait_for(const Counts& counts, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] {
      return counts_.started >= counts.started && counts_.stopped >= counts.stopped &&
             counts_.finished >= counts.finished;
    });
    return counts_;
  }

 private:
  void count(int& number) {
    const std::lock_guard lock(mutex_);
    ++number;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  Counts counts_;
};

json::Shape<Wait> wait_shape() {
  return json::Shape<Wait>{{json::field("wait_ms", &Wait::wait_ms, "How long at most.")
                                .between(0, hour_ms)
                                .defaulted()}};
}

/// True if it was stopped before the time was over.
bool wait_until_stopped(const std::stop_token& stop, milliseconds time_max) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time_max, [] { return false; });
  return stop.stop_requested();
}

mcp::Tool slow(const std::shared_ptr<Tally>& tally) {
  return mcp::tool<Wait>({"slow", "Slow", "Waits, and stops at once when told to.", {}},
                         wait_shape(),
                         [tally](const Wait& wait, mcp::Call& call) {
                           tally->start();
                           call.progress(1, std::nullopt, "started");
                           const bool stopped =
                               wait_until_stopped(call.stop(), milliseconds(wait.wait_ms));
                           tally->end(stopped);
                           return mcp::text_reply(stopped ? "stopped" : "finished");
                         });
}

mcp::Tool stubborn(const std::shared_ptr<Tally>& tally) {
  return mcp::tool<Wait>({"stubborn", "Stubborn", "Waits, whatever it is told.", {}},
                         wait_shape(),
                         [tally](const Wait& wait, mcp::Call&) {
                           tally->start();
                           std::this_thread::sleep_for(milliseconds(wait.wait_ms));
                           tally->end(false);
                           return mcp::text_reply("finished");
                         });
}

mcp::Tool progress() {
  return mcp::tool<Steps>(
      {"progress", "Progress", "Goes step by step and tells so.", {}},
      json::Shape<Steps>{
          {json::field("steps", &Steps::steps, "How many.").between(1, 1'000'000).defaulted(),
           json::field("pause_ms", &Steps::pause_ms, "Between two.")
               .between(0, 10'000)
               .defaulted()}},
      [](const Steps& steps, mcp::Call& call) {
        for (int step = 1; step <= steps.steps; ++step) {
          call.progress(step, steps.steps, base::format("step {}", step));
          const milliseconds pause(step < steps.steps ? steps.pause_ms : 0);
          if (wait_until_stopped(call.stop(), pause)) return mcp::text_reply("stopped");
        }
        return mcp::text_reply("went all the way");
      });
}

mcp::Tool logs() {
  return mcp::tool<NoArguments>({"logs", "Logs", "Logs one line of every level.", {}},
                                json::Shape<NoArguments>{{}},
                                [](const NoArguments&, mcp::Call& call) {
                                  for (std::size_t at = 0; at < mcp::log_level_names.size(); ++at) {
                                    call.log(static_cast<mcp::LogLevel>(at), "sample", "a line");
                                  }
                                  return mcp::text_reply("logged");
                                });
}

/// Logs without end: a client that does not read makes it block in the middle of a line.
mcp::Tool chatter() {
  return mcp::tool<NoArguments>({"chatter", "Chatter", "Logs until it is stopped.", {}},
                                json::Shape<NoArguments>{{}},
                                [](const NoArguments&, mcp::Call& call) {
                                  const std::string line(1000, 'x');
                                  while (!call.stop().stop_requested()) {
                                    call.log(mcp::LogLevel::emergency, "sample", line);
                                  }
                                  return mcp::text_reply("stopped");
                                });
}

mcp::Tool tally_tool(const std::shared_ptr<Tally>& tally) {
  const auto at_least = [](const char* name, int Counts::*count, const char* what) {
    return json::field(name, count, what).between(0, 1'000'000).defaulted();
  };
  return mcp::tool<Counts>(
      {"tally", "Tally", "How the waits of slow and stubborn ended.", {.read_only = true}},
      json::Shape<Counts>{
          {at_least("started", &Counts::started, "Waits until so many have begun."),
           at_least("stopped", &Counts::stopped, "Waits until so many were stopped."),
           at_least("finished", &Counts::finished, "Waits until so many took their time.")}},
      [tally](const Counts& counts, mcp::Call& call) {
        const Counts reached = tally->wait_for(counts, call.stop());
        return mcp::text_reply(base::format("started {}, stopped {}, finished {}",
                                            reached.started,
                                            reached.stopped,
                                            reached.finished));
      });
}

}  // namespace

std::vector<mcp::Tool> waiting_tools() {
  const auto tally = std::make_shared<Tally>();
  return {slow(tally), stubborn(tally), progress(), logs(), chatter(), tally_tool(tally)};
}

}  // namespace sample
