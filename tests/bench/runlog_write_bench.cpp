#include <chrono>
#include <exception>
#include <stdexcept>
#include <thread>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/event_floor.hpp"
#include "bench/filled_store.hpp"
#include "bench/measure.hpp"
#include "bench/runlog_stores.hpp"
#include "mcp-runlog/store/event_rows.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t batch_events = 20'000;
constexpr std::uint64_t batch = 500;
constexpr std::uint64_t single_events = 1'000;

/// Everything is made before the clock runs.
std::vector<runlog::Delivery> deliveries(std::uint64_t events, std::uint64_t events_each) {
  std::vector<runlog::Delivery> all;
  for (std::uint64_t first = 0; first < events; first += events_each)
    all.push_back(tool_events().delivery(first, events_each));
  return all;
}

double per_second(std::uint64_t events, Clock::time_point begin) {
  return static_cast<double>(events) / std::chrono::duration<double>(Clock::now() - begin).count();
}

/// A second, by SQLite alone.
double floor_rate(const Contestants& contestants, const std::vector<runlog::Delivery>& all) {
  const OwnHome home(contestants);
  EventFloor floor(home.path() / "floor.db", runlog_schema(), batch_events / events_of_run);
  std::vector<std::vector<FloorRow>> batches;
  std::uint64_t events = 0;
  for (const runlog::Delivery& delivery : all) {
    auto& rows = batches.emplace_back();
    for (const runlog::Event& event : delivery.events) {
      const auto strand = static_cast<std::int64_t>(events++ / events_of_run) + 1;
      rows.push_back({&event, strand, runlog::words_of(event)});
    }
  }
  const auto begin = Clock::now();
  for (const auto& rows : batches)
    floor.add(rows);
  return per_second(events, begin);
}

double store_rate(const Contestants& contestants, const std::vector<runlog::Delivery>& all) {
  const OwnHome home(contestants);
  runlog::RunStore runs(runlog_file(home.path()));
  if (!runs.feeds({})) throw std::runtime_error("the store cannot be opened");
  const auto begin = Clock::now();
  for (const runlog::Delivery& delivery : all)
    store(runs, delivery);
  return per_second(all.size() * all.front().events.size(), begin);
}

/// With redaction.
double log_rate(const Contestants& contestants, const std::vector<runlog::Delivery>& all) {
  const OwnHome home(contestants);
  const auto run_log = run_log_in(home.path());
  if (!run_log->ready({})) throw std::runtime_error("the run log cannot be opened");
  const auto begin = Clock::now();
  for (const runlog::Delivery& delivery : all)
    take(*run_log, delivery);
  return per_second(all.size() * all.front().events.size(), begin);
}

/// The same by threads, each with its share.
double crowd_rate(const Contestants& contestants, const std::vector<runlog::Delivery>& all) {
  constexpr std::size_t threads_count = 16;
  const OwnHome home(contestants);
  const auto run_log = run_log_in(home.path());
  if (!run_log->ready({})) throw std::runtime_error("the run log cannot be opened");
  std::vector<std::exception_ptr> failures(threads_count);
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (std::size_t number = 0; number < threads_count; ++number) {
      threads.emplace_back([&, number] {
        try {
          for (std::size_t at = number; at < all.size(); at += threads_count)
            take(*run_log, all[at]);
        } catch (...) {  // rethrown when all are done
          failures[number] = std::current_exception();
        }
      });
    }
  }
  const double rate = per_second(all.size(), begin);
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return rate;
}

void ratio_row(const std::string& what,
               const std::vector<double>& of,
               const std::vector<double>& against,
               double ratio_min) {
  const double ratio = median_ratio(of, against);
  row(what,
      base::format("{:.0f}/s, {:.0f}/s, ratio {:.2f}", median(of), median(against), ratio),
      ratio_min > 0 ? base::format(">= {}x", ratio_min) : std::string(),
      ratio >= ratio_min);
}

void bench_batches(const Contestants& contestants) {
  const auto all = deliveries(batch_events, batch);
  const Samples per_s = interleaved({[&] { return store_rate(contestants, all); },
                                     [&] { return floor_rate(contestants, all); },
                                     [&] { return log_rate(contestants, all); }});
  ratio_row("events in batches of 500 against raw SQLite", per_s[0], per_s[1], 0.6);
  ratio_row("  the same redacted", per_s[2], per_s[1], 0);
}

void bench_singles(const Contestants& contestants) {
  constexpr int singles_rounds = 7;
  const auto all = deliveries(single_events, 1);
  const Samples per_s = interleaved({[&] { return log_rate(contestants, all); },
                                     [&] { return floor_rate(contestants, all); },
                                     [&] { return crowd_rate(contestants, all); }},
                                    singles_rounds);
  ratio_row("single events, redacted, fsynced, against raw SQLite", per_s[0], per_s[1], 0.6);
  ratio_row("  by 16 threads against one raw writer", per_s[2], per_s[1], 1.0);
}

}  // namespace

void bench_runlog_write(const Contestants& contestants) {
  bench_batches(contestants);
  bench_singles(contestants);
}

}  // namespace bench
