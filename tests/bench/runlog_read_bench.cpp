#include <chrono>
#include <stdexcept>

#include "app/exchange.hpp"
#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/filled_store.hpp"
#include "bench/measure.hpp"
#include "bench/runlog_stores.hpp"
#include "mcp-runlog/story.hpp"
#include "mcp-runlog/tools.hpp"
#include "support/requests.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// get_timeline in this process.
class Timelines {
 public:
  explicit Timelines(const std::filesystem::path& home) : run_log_(run_log_in(home)) {
    server_.name = "bench";
    server_.tools = runlog::tools({std::make_shared<crew::Workplace>(), run_log_});
  }

  /// Of one whole run; `arguments` as further members.
  double call_ms(const std::string& arguments) {
    const auto begin = Clock::now();
    const auto exchange = app::call_tool(
        server_,
        [] { return base::Result<std::string>("devbot"); },
        "get_timeline",
        base::format(R"({{"run_id":"{}"{}}})", RunEvents::run_id(1), arguments));
    const double ms = milliseconds_since(begin);
    const support::Answer answer(exchange.response);
    if (answer.result().find("structuredContent").find("entries").size() < 10)
      throw std::runtime_error("no timeline: " + exchange.response.substr(0, 1000));
    return ms;
  }

  double story_ms() {
    const auto begin = Clock::now();
    const auto story = runlog::story_of(*run_log_, {}, RunEvents::run_id(1), runlog::Bodies::none);
    const double ms = milliseconds_since(begin);
    if (!story || story->timeline.moments.size() != events_of_run)
      throw std::runtime_error("the story is not whole");
    return ms;
  }

 private:
  std::shared_ptr<runlog::RunLog> run_log_;
  mcp::Server server_;
};

void bench_timeline(const Contestants& contestants) {
  constexpr std::uint64_t runs_count = 5;
  constexpr int timeline_rounds = 51;
  constexpr double ms_max = 20;
  const OwnHome home(contestants);
  {
    runlog::RunStore runs(runlog_file(home.path()));
    fill(runs, tool_events(), runs_count * events_of_run);
  }
  Timelines timelines(home.path());
  timelines.story_ms();
  const Samples ms =
      interleaved({[&] { return timelines.call_ms(""); },
                   [&] { return timelines.call_ms(R"(,"limit":1000,"budget_tokens":20000)"); },
                   [&] { return timelines.story_ms(); }},
                  timeline_rounds);
  const std::string bar = base::format("< {:.0f} ms", ms_max);
  row("get_timeline of a run of 1,000 events",
      base::format("{:.1f} ms", median(ms[0])),
      bar,
      median(ms[0]) < ms_max);
  row("  with the largest limit and budget",
      base::format("{:.1f} ms", median(ms[1])),
      bar,
      median(ms[1]) < ms_max);
  row("  what is known of the run, before it is shown", base::format("{:.1f} ms", median(ms[2])));
}

void bench_search(const Contestants& contestants) {
  constexpr std::uint64_t events = 1'000'000;
  constexpr std::uint64_t questions = 300;
  constexpr double p95_max_ms = 50;
  runlog::RunStore runs(runlog_file(large_run_log(contestants, events)));
  std::vector<double> times_ms;
  int answered = 0;
  for (std::uint64_t number = 0; number < questions; ++number) {
    const std::string words = short_events().question(number);
    const auto begin = Clock::now();
    const auto page = runs.search({}, {.words = words, .count = 20});
    times_ms.push_back(milliseconds_since(begin));
    if (!page) throw std::runtime_error(page.error().message);
    answered += page->hits.empty() ? 0 : 1;
  }
  if (answered * 2 < static_cast<int>(questions))
    throw std::runtime_error("most questions find nothing");
  const double p95_ms = percentile(times_ms, 0.95);
  row("search of 3 words in 1,000,000 events: p50, p95",
      base::format("{:.1f} ms, {:.1f} ms", median(times_ms), p95_ms),
      base::format("p95 < {:.0f} ms", p95_max_ms),
      p95_ms < p95_max_ms);
  row("  the slowest; questions with hits",
      base::format("{:.0f} ms; {} of {}", percentile(times_ms, 1), answered, questions));
}

}  // namespace

void bench_runlog_read(const Contestants& contestants) {
  bench_timeline(contestants);
  bench_search(contestants);
}

}  // namespace bench
