#include <chrono>
#include <fstream>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/measure.hpp"
#include "support/process_figures.hpp"
#include "support/requests.hpp"
#include "support/temporary_directory.hpp"

namespace bench {
namespace {

using support::ServerProcess;

constexpr const char* initialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

/// Milliseconds from the start of the process to its answer to tools/list.
double start_ms(const Command& command, const std::filesystem::path& home, bool speaks_mcp) {
  const auto begin = std::chrono::steady_clock::now();
  ServerProcess server = started(command, home);
  if (speaks_mcp) {
    server.send(support::legacy_initialize);
    server.read_line();
    server.send(initialized);
  }
  server.send(list_tools);
  server.read_line();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

/// CPU microseconds that the other end spends on one call, over many one after the other.
double call_cpu_us(ServerProcess& server, const std::string& call) {
  constexpr int calls = 2000;
  const double before = support::cpu_us_of(server.pid());
  for (int at = 0; at < calls; ++at) {
    server.send(call);
    server.read_line();
  }
  return (support::cpu_us_of(server.pid()) - before) / calls;
}

void bench_start(const Contestants& contestants) {
  const support::TemporaryDirectory home;
  std::vector<std::function<double()>> programs = {
      [&] { return start_ms(contestants.memory, home.path(), true); },
      [&] {
        return start_ms({contestants.floor, "echo"}, home.path(), false);
      }};
  if (contestants.have_official())
    programs.push_back([&] { return start_ms(contestants.official, home.path(), true); });
  const Samples ms = interleaved(programs, 11);
  const double own_ms = median(ms[0]);
  const double ratio = median_ratio(ms[0], ms[1]);
  const bool met = own_ms <= 8 || ratio <= 4;
  row("start to first tools/list reply", base::format("{:.2f} ms", own_ms), "<= 8 ms", met);
  row("  against a bare echo process",
      base::format("{:.2f} ms, ratio {:.2f}", median(ms[1]), ratio),
      "or <= 4x",
      met);
  if (!contestants.have_official()) return;
  const double times = median_ratio(ms[2], ms[0]);
  row("  against the official TypeScript server",
      base::format("{:.0f} ms, ratio 1/{:.0f}", median(ms[2]), times),
      "<= 1/40",
      times >= 40);
}

void bench_read(const Contestants& contestants) {
  const support::TemporaryDirectory home;
  const StoredRecord stored = store_records(contestants, home.path());
  const std::string reply_file = home.write("reply.json", stored.reply + '\n');
  ServerProcess server = started(contestants.memory, home.path());
  ServerProcess floor = started({contestants.floor, "json", reply_file}, home.path());
  const Samples us = interleaved({[&] { return call_cpu_us(server, stored.call); },
                                  [&] { return call_cpu_us(floor, stored.call); }});
  const double ratio = median_ratio(us[0], us[1]);
  row("CPU of get_record", base::format("{:.1f} us", median(us[0])));
  row("  against a bare loop, same JSON in and out",
      base::format("{:.1f} us, ratio {:.2f}", median(us[1]), ratio),
      "<= 1.5x",
      ratio <= 1.5);
  const double peak_mb = static_cast<double>(server.memory_peak_kib()) / 1024;
  row("peak memory after 10,000 reads",
      base::format("{:.1f} MB", peak_mb),
      "< 10 MB",
      peak_mb < 10);
}

}  // namespace

void bench_stdio(const Contestants& contestants) {
  const OneCore pinned;
  bench_start(contestants);
  bench_read(contestants);
}

}  // namespace bench
