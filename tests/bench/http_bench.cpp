#include <memory>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/http_load.hpp"
#include "bench/measure.hpp"
#include "support/mcp_posts.hpp"
#include "support/process_figures.hpp"
#include "support/requests.hpp"
#include "support/temporary_directory.hpp"

namespace bench {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds load_time{700};

/// Milliseconds from the start of the process to its answer to tools/list.
double start_ms(const Command& command, const std::filesystem::path& home) {
  const auto begin = std::chrono::steady_clock::now();
  const HttpServer server(command, home);
  support::HttpClient client(server.port());
  client.send(
      support::mcp_post(support::request(1, "tools/list"), support::modern_fields("tools/list")));
  if (client.read_reply().status != 200) throw std::runtime_error("tools/list fails over HTTP");
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

/// The same call for a server of the legacy era, within one session for all connections.
std::string official_request(int port) {
  support::HttpClient client(port);
  client.send(support::mcp_post(support::legacy_initialize));
  const std::string session = support::session_fields(client.read_reply().header("mcp-session-id"));
  client.send(support::mcp_post(support::initialized_notification, session));
  client.read_reply();
  const std::string call =
      support::legacy_request(7, "tools/call", R"({"name":"get_record","arguments":{"id":"7"}})");
  return support::mcp_post(call, session);
}

/// One way to load one server; keeps what else came out beside calls a second.
class Contest {
 public:
  Contest(const HttpServer& server, int connections, const std::string& request)
      : server_(server), connections_(connections), request_(request) {}

  /// Calls a second.
  double operator()() {
    HttpLoad load(server_.port(), connections_, request_);
    const double before_us = support::cpu_us_of(server_.pid());
    const HttpLoad::Figures figures = load.run(load_time);
    const double used_us = support::cpu_us_of(server_.pid()) - before_us;
    const double seconds = std::chrono::duration<double>(load_time).count();
    call_cpu_us_.push_back(used_us / (figures.calls_per_s * seconds));
    call_ms_.push_back(figures.call_ms_p50);
    load_share_.push_back(figures.cpu_share);
    return figures.calls_per_s;
  }

  double call_cpu_us() const { return median(call_cpu_us_); }

  double call_ms() const { return median(call_ms_); }

  double load_share() const { return median(load_share_); }

 private:
  const HttpServer& server_;
  const int connections_;
  const std::string request_;
  std::vector<double> call_cpu_us_;
  std::vector<double> call_ms_;
  std::vector<double> load_share_;
};

std::string rate(const std::vector<double>& calls_per_s, const Contest& contest) {
  return base::format("{:.0f} calls/s, CPU {:.0f} us", median(calls_per_s), contest.call_cpu_us());
}

void bench_start(const Contestants& contestants) {
  const support::TemporaryDirectory home;
  const double ms = median(
      interleaved({[&] { return start_ms(shared_memory(contestants), home.path()); }}, 11)[0]);
  row("HTTP: start to first tools/list reply", base::format("{:.1f} ms", ms), "<= 25 ms", ms <= 25);
}

void ratio_row(const std::string& what, const std::string& figure, double ratio, double ratio_min) {
  row(what,
      base::format("{}, ratio {:.2f}", figure, ratio),
      base::format(">= {}x", ratio_min),
      ratio >= ratio_min);
}

void resident_row(const HttpServer& server) {
  constexpr double mb_max = 16;
  const double mb = static_cast<double>(support::figures_of(server.pid()).resident_kib) / 1024;
  row("  resident after that", base::format("{:.1f} MB", mb), "<= 16 MB", mb <= mb_max);
}

/// A server with records, its floor, and the call that both get.
struct Course {
  explicit Course(const Contestants& contestants)
      : stored(store_records(contestants, home.path())),
        reply_file(home.write("reply.json", stored.reply)),
        request(call_request(stored)),
        memory(shared_memory(contestants), home.path()),
        floor({contestants.http_floor, reply_file}, home.path()) {}

  const support::TemporaryDirectory home;
  const StoredRecord stored;
  const std::string reply_file;
  const std::string request;
  const HttpServer memory;
  const HttpServer floor;
};

void bench_load(const Course& course) {
  Contest of_16(course.memory, 16, course.request);
  Contest floor_16(course.floor, 16, course.request);
  Contest of_64(course.memory, 64, course.request);
  Contest of_1(course.memory, 1, course.request);
  const Samples calls =
      interleaved({std::ref(of_16), std::ref(floor_16), std::ref(of_64), std::ref(of_1)});
  row("HTTP: get_record on 16 connections", rate(calls[0], of_16));
  ratio_row("  against bare cpp-httplib, same JSON in and out",
            rate(calls[1], floor_16),
            median_ratio(calls[0], calls[1]),
            0.75);
  ratio_row("  on 64 connections", rate(calls[2], of_64), median_ratio(calls[2], calls[0]), 0.6);
  row("  on one connection, each call",
      base::format("{:.3f} ms, CPU {:.0f} us", of_1.call_ms(), of_1.call_cpu_us()),
      "< 1 ms",
      of_1.call_ms() < 1);
  row("  share of one core that makes the load (16)", base::format("{:.2f}", of_16.load_share()));
  resident_row(course.memory);
}

void bench_official(const Contestants& contestants, const Course& course) {
  Command command = contestants.official_http;
  command.push_back(course.reply_file);
  const HttpServer server(command, course.home.path());
  Contest ours(course.memory, 16, course.request);
  Contest theirs(server, 16, official_request(server.port()));
  const Samples calls = interleaved({std::ref(ours), std::ref(theirs)});
  ratio_row("  against an official TypeScript server",
            rate(calls[1], theirs),
            median_ratio(calls[0], calls[1]),
            10);
}

}  // namespace

void bench_http(const Contestants& contestants) {
  bench_start(contestants);
  const Course course(contestants);
  bench_load(course);
  if (contestants.have_official()) bench_official(contestants, course);
}

}  // namespace bench
