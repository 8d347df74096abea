#include <unistd.h>

#include <cstdio>
#include <thread>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "mcp-runlog/commands.hpp"
#include "mcp-runlog/commands/belonging.hpp"
#include "mcp-runlog/intake/ingest.hpp"
#include "transport/endings.hpp"

namespace runlog {
namespace {

base::Result<LineRules> rules_of(const app::Words& words) {
  LineRules rules;
  rules.surroundings = TRY(surroundings_said(words));
  rules.only_run = rules.surroundings.run_id;
  rules.has_last_line = words.has("last-line");
  if (words.has("all")) rules.unmarked = Unmarked::taken;
  return rules;
}

/// Those that are named here; if nothing is, those of runlog.yaml.
base::Result<std::vector<FollowedLog>> logs_of(const Setting& setting, const app::Words& words) {
  std::vector<FollowedLog> logs;
  for (const std::string& file : words.all("file"))
    logs.push_back({file, {}});
  if (!logs.empty() || words.has("stdin") || words.has("bus")) return logs;
  const Settings* settings = TRY(setting.run_log->settings());
  if (settings->follow.empty())
    return base::invalid(
        "nothing to take in: name a log, --stdin or --bus, or logs under follow: in runlog.yaml in "
        "the state directory");
  if (words.has("last-line"))
    return base::invalid(
        "--last-line is for logs that are named with it, not for those of "
        "runlog.yaml, which may be written at this moment");
  return settings->follow;
}

base::Result<std::unique_ptr<nats::Bus>> bus_of(const Setting& setting) {
  auto settings = TRY(setting.workplace->runlog_bus());
  if (!settings)
    return base::invalid(
        "no NATS server is named: use --nats nats://host:4222, AGENT_SMITH_NATS, or urls in "
        "nats.yaml in the state directory");
  return nats::open(settings->options);
}

base::Result<Intakes> intakes_of(const Setting& setting, const app::Words& words) {
  Intakes intakes;
  intakes.rules = TRY(rules_of(words));
  intakes.files = TRY(logs_of(setting, words));
  if (words.has("stdin")) {
    intakes.stream = STDIN_FILENO;
    intakes.stream_name = "stdin#" + setting.run_log->new_run_id();
  }
  if (words.has("bus")) intakes.bus = TRY(bus_of(setting));
  if (words.has("durable")) intakes.bus_settings.durable = words.at("durable");
  intakes.is_once = words.has("once");
  return intakes;
}

void note_trouble(RunLog& run_log, const Feed& feed, const std::string& trouble) {
  base::log(base::LogLevel::warning, base::format("{}: {}", feed.name, trouble));
  // What is wrong with the store itself is in the log line above.
  static_cast<void>(run_log.note_trouble({}, feed, trouble));
}

IntakeStore store_of(const std::shared_ptr<RunLog>& run_log) {
  return {.sink =
              [run_log](std::stop_token stop, Delivery delivery) {
                return run_log->take(std::move(stop), std::move(delivery));
              },
          .trouble_heard =
              [run_log](const Feed& feed, const std::string& trouble) {
                note_trouble(*run_log, feed, trouble);
              },
          .position_of = [run_log](const Feed& feed) { return run_log->position_of({}, feed); },
          .clock = [run_log] { return run_log->now(); }};
}

std::string summary_of(const Ingested& ingested) {
  const Added& logs = ingested.logs.events;
  const Added& bus = ingested.bus;
  return base::format("{} log lines read, {} new events, {} known, {} of deleted runs left out",
                      ingested.logs.lines,
                      logs.added + bus.added,
                      logs.known + bus.known,
                      logs.deleted + bus.deleted);
}

int run(const Setting& setting, const app::Words& words) {
  // Before any thread: they all leave the signals to this one.
  const transport::Endings endings = transport::Endings::watch(false);
  const transport::Wakeup is_over;
  base::Result<Ingested> ingested = Ingested{};
  {
    auto intakes = intakes_of(setting, words);
    if (!intakes) {
      std::fprintf(stderr, "%s\n", intakes.error().message.c_str());
      return 1;
    }
    const std::jthread working([&](const std::stop_token& stop) {
      ingested = ingest(stop, std::move(intakes).value(), store_of(setting.run_log));
      is_over.signal();
    });
    constexpr int no_input = -1;
    endings.wait(is_over, no_input);
  }
  if (!ingested && ingested.error().kind == base::ErrorKind::stopped) return 0;
  const std::string words_of_end = ingested ? summary_of(*ingested) : ingested.error().message;
  std::fprintf(stderr, "ingest: %s\n", words_of_end.c_str());
  return ingested ? 0 : 1;
}

}  // namespace

app::Command ingest_command(const Setting& setting) {
  return {
      .name = "ingest",
      .help = "Take in lines of logs that name a run, and what agents publish, until stopped",
      .options = {{.name = "stdin", .help = "Also lines of standard input", .is_flag = true},
                  {.name = "bus", .help = "Also what is published on NATS", .is_flag = true},
                  {.name = "durable",
                   .help = "The name under which NATS remembers what was taken in",
                   .fallback = "runlog",
                   .needs = "bus"},
                  {.name = "run", .help = "Only lines of this run"},
                  {.name = "all",
                   .help = "Lines that name no run belong to the one of --run",
                   .is_flag = true,
                   .needs = "run"},
                  {.name = "agent", .help = "Whose logs these are"},
                  {.name = "once", .help = "Read what is there, and end", .is_flag = true},
                  {.name = "last-line",
                   .help = "A last line without a line feed is whole: nobody writes there now",
                   .is_flag = true,
                   .needs = "once"},
                  {.name = "file",
                   .help =
                       "A log, followed through its rotations; if nothing is named, those under "
                       "follow: in runlog.yaml",
                   .positional = true,
                   .repeatable = true,
                   .is_path = true}},
      .run = [setting](const app::Words& words) { return run(setting, words); }};
}

}  // namespace runlog
