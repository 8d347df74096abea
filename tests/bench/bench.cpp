// Measures mcp-memory against floors and against the official TypeScript memory server, and prints
// one table.
//
// Figures of shared machines drift, so each is the median of interleaved rounds, and what counts
// are the ratios. Both ends of a pipe are pinned to one core: otherwise the scheduler is what is
// measured. Nothing here fails; a person reads the table.
//
//   bench MCP_MEMORY BENCH_FLOOR [NODE OFFICIAL_SERVER]

#include <sched.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/format.hpp"
#include "support/requests.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace {

using support::ServerProcess;
using Command = std::vector<std::string>;

constexpr int rounds = 5;

void pin_to_one_core() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(0, &cores);
  ::sched_setaffinity(0, sizeof cores, &cores);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// One figure of several programs, taken in turns.
std::vector<double> interleaved(const std::vector<std::function<double()>>& programs,
                                int count = rounds) {
  std::vector<std::vector<double>> samples(programs.size());
  for (int round = 0; round < count; ++round) {
    for (std::size_t at = 0; at < programs.size(); ++at)
      samples[at].push_back(programs[at]());
  }
  std::vector<double> medians;
  for (auto& of_one : samples)
    medians.push_back(median(std::move(of_one)));
  return medians;
}

ServerProcess started(const Command& command, const std::string& home) {
  return ServerProcess(
      command.front(),
      {command.begin() + 1, command.end()},
      {{"AGENT_SMITH_HOME", home}, {"MEMORY_FILE_PATH", home + "/official.jsonl"}});
}

void row(const std::string& what, const std::string& figure, const std::string& bar) {
  std::printf("| %-52s | %-42s | %-26s |\n", what.c_str(), figure.c_str(), bar.c_str());
}

const std::string list_tools = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";
const std::string initialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

/// Milliseconds from the start of the process to its answer to tools/list.
double start_ms(const Command& command, const std::string& home, bool speaks_mcp) {
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

double cpu_us(pid_t pid) {
  clockid_t clock{};
  timespec used{};
  ::clock_getcpuclockid(pid, &clock);
  ::clock_gettime(clock, &used);
  return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

/// CPU microseconds that the other end spends on one call, over many one after the other.
double call_cpu_us(ServerProcess& server, const std::string& call) {
  constexpr int calls = 2000;
  const double before = cpu_us(server.pid());
  for (int at = 0; at < calls; ++at) {
    server.send(call);
    server.read_line();
  }
  return (cpu_us(server.pid()) - before) / calls;
}

std::string record(int number) {
  return base::format(
      R"({{"type":"decision","title":"Decision number {}","summary":"What was decided in case {}, and it )"
      R"(holds for the whole service.","context":"There were two ways to go and both had a price.",)"
      R"("decision":"Take the first way.","rationale":"It is the simpler one and can be undone."}})",
      number,
      number);
}

void bench_start(const Command& memory, const Command& echo, const Command& official) {
  const support::TemporaryDirectory home;
  std::vector<std::function<double()>> programs = {
      [&] { return start_ms(memory, home.path(), true); },
      [&] { return start_ms(echo, home.path(), false); }};
  if (!official.empty()) programs.push_back([&] { return start_ms(official, home.path(), true); });
  const auto ms = interleaved(programs, 11);
  row("start to first tools/list reply", base::format("{:.2f} ms", ms[0]), "<= 8 ms");
  row("  against a bare echo process",
      base::format("{:.2f} ms, ratio {:.2f}", ms[1], ms[0] / ms[1]),
      "or <= 4x");
  if (!official.empty()) {
    row("  against the official TypeScript server",
        base::format("{:.0f} ms, ratio 1/{:.0f}", ms[2], ms[2] / ms[0]),
        "<= 1/40");
  }
}

void bench_read(const Command& memory, const std::string& floor_binary) {
  const support::TemporaryDirectory home;
  ServerProcess server = started(memory, home.path());
  std::string id;
  for (int number = 0; number < 200; ++number) {
    server.send(support::tool_call(number, "write_record", record(number)));
    const support::Answer answer(server.read_line().value());
    id = answer.result().find("structuredContent").find("id").text();
  }
  const std::string call =
      support::tool_call(7, "get_record", base::format(R"({{"id":"{}"}})", id));
  server.send(call);
  const std::string reply_file = std::string(home.path()) + "/reply.json";
  std::ofstream(reply_file) << server.read_line().value() << '\n';
  ServerProcess floor = started({floor_binary, "json", reply_file}, home.path());
  const auto us = interleaved(
      {[&] { return call_cpu_us(server, call); }, [&] { return call_cpu_us(floor, call); }});
  row("CPU of get_record", base::format("{:.1f} us", us[0]), "");
  row("  against a bare loop, same JSON in and out",
      base::format("{:.1f} us, ratio {:.2f}", us[1], us[0] / us[1]),
      "<= 1.5x");
  row("peak memory after 10,000 reads",
      base::format("{:.1f} MB", static_cast<double>(server.memory_peak_kib()) / 1024),
      "< 10 MB");
}

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
  server.send(initialized);
}

bool is_acknowledged(ServerProcess& server) {
  const support::Answer answer(server.read_line().value());
  return answer.result().find("isError").is(json::Kind::absent) && answer.error_code() == 0;
}

int kept_by(const Workload& workload, const std::string& home) {
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

void kept_row(const std::string& what, const Kept& kept, const std::string& bar) {
  row(what, base::format("{} / {}", kept.acknowledged, kept.kept), bar);
}

void bench_kept(const Command& memory, const Command& official) {
  const Workload ours{memory, record_call, records_kept};
  const Workload theirs{official, entity_call, entities_kept};
  kept_row("20 pipelined writes: acknowledged / kept", keep_pipelined(ours), "equal");
  if (!official.empty()) kept_row("  the official TypeScript server", keep_pipelined(theirs), "");
  kept_row("4 processes x 25 writes: acknowledged / kept", keep_across_processes(ours), "equal");
  if (!official.empty())
    kept_row("  the official TypeScript server", keep_across_processes(theirs), "");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) {
    std::fprintf(stderr, "usage: bench MCP_MEMORY BENCH_FLOOR [NODE OFFICIAL_SERVER]\n");
    return 2;
  }
  const Command memory = {argv[1], "--project", "bench"};
  const Command echo = {argv[2], "echo"};
  const Command official = argc == 5 ? Command{argv[3], argv[4]} : Command{};
  pin_to_one_core();
  row("what", "measured (medians of interleaved rounds)", "bar");
  row("---", "---", "---");
  bench_start(memory, echo, official);
  bench_read(memory, argv[2]);
  bench_kept(memory, official);
  return 0;
}
