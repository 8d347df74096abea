// Mixed load on mcp-memory as a shared server: clients that behave, wrong requests and every way to
// hang up. Then nothing may be lost, doubled, left open or grown, and the server must end at once.
// Exits with 1 if something of that is so.
//
//   soak MCP_MEMORY SECONDS [sanitized]    sanitized: memory is not compared, and leaks are looked
//   for while the server ends

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <list>

#include "base/format.hpp"
#include "soak/crowd.hpp"
#include "support/mcp_posts.hpp"
#include "support/requests.hpp"

namespace {

using std::chrono::milliseconds;
using support::ProcessFigures;

class Report {
 public:
  void line(const std::string& what, const std::string& found, bool good = true) {
    std::printf("%-34s %s%s\n", what.c_str(), found.c_str(), good ? "" : "  WRONG");
    std::fflush(stdout);
    good_ = good_ && good;
  }

  bool good() const { return good_; }

 private:
  bool good_ = true;
};

void compare(Report& report,
             const std::string& what,
             std::size_t before,
             std::size_t after,
             std::size_t growth_max) {
  report.line(
      what,
      base::format(
          "{} after the first part, {} at the end, {} more allowed", before, after, growth_max),
      after <= before + growth_max);
}

/// What is left when everybody has gone. Threads of the pool that were never needed before may have
/// come, and the allocator keeps what it once had.
void compare(Report& report,
             const ProcessFigures& before,
             const ProcessFigures& after,
             bool sanitized) {
  constexpr std::size_t threads_more_max = 4;
  constexpr std::size_t descriptors_more_max = 4;
  constexpr std::size_t kib_more_max = 4096;
  compare(report, "threads", before.threads, after.threads, threads_more_max);
  compare(report, "descriptors", before.descriptors, after.descriptors, descriptors_more_max);
  if (!sanitized)
    compare(report, "resident KiB", before.resident_kib, after.resident_kib, kib_more_max);
}

void compare(Report& report, const soak::Ledger::Balance& balance) {
  report.line("writes: tried / acknowledged",
              base::format("{} / {}", balance.attempted, balance.acknowledged),
              balance.acknowledged > 0);
  report.line("  lost / doubled / never asked for",
              base::format("{} / {} / {}", balance.lost, balance.repeated, balance.unknown),
              balance.lost + balance.repeated + balance.unknown == 0);
}

void report_visits(Report& report, const soak::Crowd& crowd) {
  for (const auto& [name, visits] : crowd.counts())
    report.line(name, base::format("{} visits", visits), visits > 0);
  report.line("visits with a wrong outcome", std::to_string(crowd.failed()), crowd.failed() == 0);
  for (const std::string& failure : crowd.failures())
    std::printf("  %s\n", failure.c_str());
}

/// Idle connections and open streams, as there always are some.
std::list<support::HttpClient> those_who_stay(const soak::Site& site) {
  constexpr int sessions = 20;
  std::list<support::HttpClient> clients;
  for (int number = 0; number < sessions; ++number) {
    support::HttpClient& caller = clients.emplace_back(site.port());
    const std::string authorization = site.authorization(0);
    const auto begun =
        soak::expect(caller, support::mcp_post(support::legacy_initialize, authorization), 200);
    support::HttpClient& listener = clients.emplace_back(site.port());
    listener.send(
        support::http_request("GET",
                              "/mcp",
                              "",
                              "Accept: text/event-stream\r\n" + authorization +
                                  support::session_fields(begun.header("mcp-session-id"))));
    listener.read_head();
  }
  return clients;
}

void end(Report& report, soak::Site& site) {
  using Clock = std::chrono::steady_clock;
  const auto clients = those_who_stay(site);
  const auto begin = Clock::now();
  site.server().signal(SIGTERM);
  const auto code = site.server().wait_exit();
  const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
  report.line("exit code after SIGTERM", code ? std::to_string(*code) : "none", code == 0);
  report.line(base::format("ended, with {} connections open", clients.size()),
              base::format("after {} ms", took.count()),
              took < milliseconds(1000));
}

/// With nobody there any more: a server in a hurry would not look for leaks.
void end_sanitized(Report& report, soak::Site& site) {
  site.server().signal(SIGTERM);
  const auto code = site.server().wait_exit();
  report.line("exit code after SIGTERM", code ? std::to_string(*code) : "none", code == 0);
  report.line("looked for leaks", site.looked_for_leaks() ? "yes" : "no", site.looked_for_leaks());
}

int soak_for(const std::string& binary, milliseconds time, bool sanitized) {
  const milliseconds first_part = std::min<milliseconds>(time / 3, std::chrono::minutes(1));
  Report report;
  soak::Site site(binary);
  soak::Ledger ledger;
  soak::Crowd crowd(site, ledger);
  crowd.visit_for(first_part);
  const ProcessFigures before = site.settled_figures();
  crowd.visit_for(time - first_part);
  const ProcessFigures after = site.settled_figures();
  report_visits(report, crowd);
  compare(report, before, after, sanitized);
  compare(report, ledger.balance(site.titles()));
  sanitized ? end_sanitized(report, site) : end(report, site);
  if (!report.good()) std::printf("the server said:\n%s", site.server().errors().c_str());
  return report.good() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const bool sanitized = argc == 4 && std::strcmp(argv[3], "sanitized") == 0;
  if (argc != 3 && !sanitized) {
    std::fprintf(stderr, "usage: soak MCP_MEMORY SECONDS [sanitized]\n");
    return 2;
  }
  try {
    return soak_for(argv[1], std::chrono::seconds(std::stoi(argv[2])), sanitized);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "soak: %s\n", failure.what());
    return 1;
  }
}
