#include <stdexcept>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/filled_store.hpp"
#include "bench/measure.hpp"
#include "bench/runlog_stores.hpp"
#include "json/writer.hpp"
#include "support/process_figures.hpp"
#include "support/requests.hpp"

namespace bench {
namespace {

constexpr std::uint64_t runs_count = 5;

void asked(support::ServerProcess& server, const std::string& request) {
  server.send(request);
  const support::Answer answer(server.read_line().value_or("{}"));
  const bool fine = answer.result().is(json::Kind::object) &&
                    answer.result().find("isError").is(json::Kind::absent);
  if (!fine) throw std::runtime_error("refused: " + request + " " + answer.text());
}

void read_much(support::ServerProcess& server) {
  constexpr int rounds_count = 50;
  for (int round = 0; round < rounds_count; ++round) {
    const std::string run_id = RunEvents::run_id(static_cast<std::uint64_t>(round) % runs_count);
    asked(server,
          support::tool_call(
              1,
              "get_timeline",
              base::format(R"({{"run_id":"{}","limit":1000,"budget_tokens":20000}})", run_id)));
    const std::string words = tool_events().question(static_cast<std::uint64_t>(round));
    asked(server, support::tool_call(2, "search_runs", base::format(R"({{"words":"{}"}})", words)));
  }
}

void write_much(support::ServerProcess& server) {
  constexpr std::uint64_t events = 10'000;
  for (std::uint64_t number = 0; number < events; ++number) {
    const runlog::Event event = tool_events().event(number);
    json::Writer arguments;
    arguments.begin_object().member("title", event.title);
    arguments.member("run_id", RunEvents::run_id(runs_count + number / events_of_run));
    arguments.member("text", event.body_json).end_object();
    asked(server, support::tool_call(3, "log_event", arguments.take()));
  }
}

double resident_mb(const support::ServerProcess& server) {
  return static_cast<double>(support::figures_of(server.pid()).resident_kib) / 1024;
}

}  // namespace

void bench_runlog_memory(const Contestants& contestants) {
  constexpr double mb_max = 60;
  const OwnHome home(contestants);
  {
    runlog::RunStore runs(runlog_file(home.path()));
    fill(runs, tool_events(), runs_count * events_of_run);
  }
  Command command = contestants.runlog;
  command.emplace_back("serve");
  support::ServerProcess server = started(command, home.path());
  read_much(server);
  const double after_reads_mb = resident_mb(server);
  write_much(server);
  read_much(server);
  const double mb = resident_mb(server);
  row("mcp-runlog, resident after 50 timelines and searches",
      base::format("{:.1f} MB", after_reads_mb));
  row("  after 10,000 log_event, and as many reads again",
      base::format("{:.1f} MB", mb),
      base::format("< {:.0f} MB", mb_max),
      mb < mb_max);
}

}  // namespace bench
