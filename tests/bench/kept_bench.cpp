#include <atomic>
#include <functional>
#include <thread>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/measure.hpp"
#include "support/requests.hpp"
#include "support/temporary_directory.hpp"

namespace bench {
namespace {

using support::ServerProcess;

/// What a server is asked to write, and how what it kept is counted.
struct Workload {
  Command command;
  std::function<std::string(int)> write;
  std::function<int(ServerProcess&)> count_kept;
};

struct Kept {
  int acknowledged;
  int kept;
};

void shake_hands(ServerProcess& server) {
  server.send(support::legacy_initialize);
  server.read_line();
  server.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
}

bool is_acknowledged(ServerProcess& server) {
  const support::Answer answer(server.read_line().value());
  return answer.result().find("isError").is(json::Kind::absent) && answer.error_code() == 0;
}

int kept_by(const Workload& workload, const std::filesystem::path& home) {
  ServerProcess server = started(workload.command, home);
  shake_hands(server);
  return workload.count_kept(server);
}

/// 20 writes sent to one process without waiting.
Kept keep_pipelined(const Workload& workload) {
  const support::TemporaryDirectory home;
  int acknowledged = 0;
  {
    ServerProcess server = started(workload.command, home.path());
    shake_hands(server);
    for (int at = 0; at < 20; ++at)
      server.send(workload.write(at));
    for (int at = 0; at < 20; ++at)
      acknowledged += is_acknowledged(server) ? 1 : 0;
  }
  return {acknowledged, kept_by(workload, home.path())};
}

/// 25 writes one after the other to each of four processes on one file.
Kept keep_across_processes(const Workload& workload) {
  const support::TemporaryDirectory home;
  std::atomic<int> acknowledged = 0;
  std::vector<std::thread> agents;
  for (int agent = 0; agent < 4; ++agent) {
    agents.emplace_back([&, agent] {
      ServerProcess server = started(workload.command, home.path());
      shake_hands(server);
      for (int at = 0; at < 25; ++at) {
        server.send(workload.write(agent * 25 + at));
        if (is_acknowledged(server)) ++acknowledged;
      }
    });
  }
  for (std::thread& agent : agents)
    agent.join();
  return {acknowledged, kept_by(workload, home.path())};
}

int records_kept(ServerProcess& server) {
  server.send(support::legacy_request(
      900,
      "tools/call",
      R"({"name":"read_records","arguments":{"limit":100,"budget_tokens":20000}})"));
  const support::Answer answer(server.read_line().value());
  return static_cast<int>(answer.result().find("structuredContent").find("records").size());
}

int entities_kept(ServerProcess& server) {
  server.send(
      support::legacy_request(900, "tools/call", R"({"name":"read_graph","arguments":{}})"));
  const support::Answer answer(server.read_line().value());
  return static_cast<int>(answer.result().find("structuredContent").find("entities").size());
}

std::string record_call(int number) {
  return support::legacy_request(
      number,
      "tools/call",
      base::format(R"({{"name":"write_record","arguments":{}}})", record(number)));
}

std::string entity_call(int number) {
  constexpr const char* call =
      R"({{"name":"create_entities","arguments":{{"entities":[{{"name":"e{}","entityType":"t","observations":["o"]}}]}}}})";
  return support::legacy_request(number, "tools/call", base::format(call, number));
}

void kept_row(const std::string& what, const Kept& kept) {
  row(what, base::format("{} / {}", kept.acknowledged, kept.kept));
}

void kept_row(const std::string& what, const Kept& kept, int wanted) {
  row(what,
      base::format("{} / {}", kept.acknowledged, kept.kept),
      "equal",
      kept.acknowledged == wanted && kept.kept == wanted);
}

}  // namespace

void bench_kept(const Contestants& contestants) {
  const Workload ours{contestants.memory, record_call, records_kept};
  const Workload theirs{contestants.official, entity_call, entities_kept};
  kept_row("20 pipelined writes: acknowledged / kept", keep_pipelined(ours), 20);
  if (contestants.have_official())
    kept_row("  the official TypeScript server", keep_pipelined(theirs));
  kept_row("4 processes x 25 writes: acknowledged / kept", keep_across_processes(ours), 100);
  if (contestants.have_official())
    kept_row("  the official TypeScript server", keep_across_processes(theirs));
}

}  // namespace bench
