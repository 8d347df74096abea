#include <chrono>
#include <stdexcept>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/filled_store.hpp"
#include "bench/measure.hpp"
#include "support/process_figures.hpp"
#include "support/requests.hpp"

namespace bench {
namespace {

using support::ServerProcess;
using Clock = std::chrono::steady_clock;

constexpr double resident_mb_max = 8;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double resident_mb(const ServerProcess& server) {
  return static_cast<double>(support::figures_of(server.pid()).resident_kib) / 1024;
}

void asked(ServerProcess& server, const std::string& request) {
  server.send(request);
  const support::Answer answer(server.read_line().value_or("{}"));
  const bool fine = answer.result().is(json::Kind::object) &&
                    answer.result().find("isError").is(json::Kind::absent);
  if (!fine) throw std::runtime_error("refused: " + request + " " + answer.text());
}

std::string called(std::string_view tool, std::string_view arguments) {
  return support::legacy_request(
      3, "tools/call", base::format(R"({{"name":"{}","arguments":{}}})", tool, arguments));
}

/// Medians over fresh processes on one large store.
struct Lives {
  std::vector<double> start_ms, first_brief_ms, brief_ms, first_find_ms, started_mb, briefed_mb;

  void live(const Contestants& contestants, const std::filesystem::path& home) {
    const std::string brief = called("brief", "{}");
    const auto begin = Clock::now();
    ServerProcess server = started(contestants.memory, home);
    asked(server, std::string(support::legacy_initialize));
    server.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    asked(server, list_tools);
    start_ms.push_back(milliseconds_since(begin));
    started_mb.push_back(resident_mb(server));
    first_brief_ms.push_back(asked_ms(server, brief));
    briefed_mb.push_back(resident_mb(server));
    brief_ms.push_back(asked_ms(server, brief));
  }

  void find(const Contestants& contestants, const std::filesystem::path& home) {
    ServerProcess server = started(contestants.memory, home);
    asked(server, std::string(support::legacy_initialize));
    const std::string question = corpus().question(first_find_ms.size(), 100'000);
    first_find_ms.push_back(
        asked_ms(server, called("find_records", base::format(R"({{"query":"{}"}})", question))));
  }

 private:
  static double asked_ms(ServerProcess& server, const std::string& request) {
    const auto begin = Clock::now();
    asked(server, request);
    return milliseconds_since(begin);
  }
};

void resident_row(const std::string& what, const std::vector<double>& mb) {
  row(what,
      base::format("{:.1f} MB", median(mb)),
      base::format("< {:.0f} MB", resident_mb_max),
      median(mb) < resident_mb_max);
}

}  // namespace

void bench_memory_start(const Contestants& contestants) {
  constexpr int lives_count = 11;
  const OneCore pinned;
  const auto home = filled_home(contestants, 100'000);
  Lives lives;
  for (int round = 0; round < lives_count; ++round) {
    lives.live(contestants, home);
    lives.find(contestants, home);
  }
  const double start_ms = median(lives.start_ms);
  row("start with 100,000 records in place",
      base::format("{:.1f} ms", start_ms),
      "<= 15 ms",
      start_ms <= 15);
  row("  first brief, another one",
      base::format("{:.1f} ms, {:.1f} ms", median(lives.first_brief_ms), median(lives.brief_ms)));
  row("  first find", base::format("{:.1f} ms", median(lives.first_find_ms)));
  resident_row("  resident after the handshake", lives.started_mb);
  resident_row("  resident after a brief", lives.briefed_mb);
}

}  // namespace bench
