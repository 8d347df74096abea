#include <poll.h>

#include <list>
#include <stdexcept>

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
using support::HttpClient;
using support::HttpReply;

constexpr int idle_connections = 1000;
constexpr int open_streams = 200;

HttpReply exchanged(HttpClient& client, const std::string& request, int status) {
  client.send(request);
  HttpReply reply = client.read_reply();
  if (reply.status != status)
    throw std::runtime_error(
        base::format("{} instead of {}: {}", reply.status, status, reply.body));
  return reply;
}

/// A connection with the stream of a new session.
void open_stream(HttpClient& client) {
  const HttpReply reply = exchanged(client, support::mcp_post(support::legacy_initialize), 200);
  const std::string session = support::session_fields(reply.header("mcp-session-id"));
  exchanged(client, support::mcp_post(support::initialized_notification, session), 202);
  client.send(support::http_request("GET", "/mcp", "", "Accept: text/event-stream\r\n" + session));
  if (client.read_head().status != 200) throw std::runtime_error("a stream is refused");
}

/// Share of one core that the process uses while nobody asks for anything.
double idle_share(pid_t pid) {
  constexpr int time_ms = 3000;
  const double before_us = support::cpu_us_of(pid);
  ::poll(nullptr, 0, time_ms);
  return (support::cpu_us_of(pid) - before_us) / (time_ms * 1e3);
}

}  // namespace

void bench_crowd(const Contestants& contestants) {
  const support::TemporaryDirectory home;
  const StoredRecord stored = store_records(contestants, home.path());
  const std::string request = call_request(stored);
  const HttpServer server(shared_memory(contestants), home.path());
  const double alone_share = idle_share(server.pid());
  std::list<HttpClient> crowd;
  for (int number = 0; number < idle_connections; ++number)
    exchanged(crowd.emplace_back(server.port()), request, 200);
  for (int number = 0; number < open_streams; ++number)
    open_stream(crowd.emplace_back(server.port()));
  const double crowd_share = idle_share(server.pid());
  HttpLoad load(server.port(), 1, request);
  const double call_ms =
      median(interleaved({[&] { return load.run(milliseconds(500)).call_ms_p50; }})[0]);
  const support::ProcessFigures figures = support::figures_of(server.pid());

  row(base::format(
          "HTTP: a call beside {} idle connections, {} streams", idle_connections, open_streams),
      base::format("{:.3f} ms", call_ms),
      "< 5 ms",
      call_ms < 5);
  row("  CPU while nobody calls (without them)",
      base::format("{:.2f} % ({:.2f} %) of a core", 100 * crowd_share, 100 * alone_share));
  row("  resident, threads",
      base::format(
          "{:.1f} MB, {}", static_cast<double>(figures.resident_kib) / 1024, figures.threads));
}

}  // namespace bench
