#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/host.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "crew/agent.hpp"
#include "crew/run.hpp"
#include "mcp-runlog/commands.hpp"
#include "mcp-runlog/sources/stream_json.hpp"
#include "mcp-runlog/spool/spool.hpp"
#include "mcp-runlog/wrapping/wrapped_run.hpp"

namespace runlog {
namespace {

constexpr int wrong_command_line = 2;

/// Where events of the run go. Trouble with that is said once, at the end, and changes nothing.
class Pages {
 public:
  explicit Pages(const Setting& setting) : setting_(setting) {}

  base::Result<void> keep(std::span<const Event> events) const {
    const Redactor* redactor = TRY(setting_.run_log->redactor());
    std::vector<Event> redacted;
    redacted.reserve(events.size());
    for (const Event& event : events)
      redacted.push_back(redactor->redacted(event));
    return Spool(TRY(setting_.run_log->home())).append(redacted);
  }

  void keep_or_say(const Event& event) const {
    const auto kept = keep({&event, 1});
    if (!kept)
      base::log(base::LogLevel::warning,
                base::format("not recorded: {}", kept.error().message),
                event.run_id);
  }

 private:
  const Setting& setting_;
};

std::optional<std::string> uuid_option(const app::Words& words, std::string_view name) {
  const std::string& given = words.at(name);
  if (given.empty()) return std::string();
  if (base::is_uuid(given)) return base::lower(given);
  base::log(base::LogLevel::error,
            base::format("--{} \"{}\" is no UUID", name, base::one_line(given, 100)));
  return std::nullopt;
}

std::optional<WrappedRun> planned_run(const Setting& setting, const app::Words& words) {
  const auto named = uuid_option(words, "run");
  const auto parent = uuid_option(words, "parent");
  if (!named || !parent) return std::nullopt;
  WrappedRun run;
  run.run_id = named->empty() ? setting.run_log->new_run_id() : *named;
  run.parent_run_id = *parent;
  if (run.parent_run_id.empty())
    run.parent_run_id = crew::run_context("", "", base::env("RUN_ID").value_or("")).run_id;
  if (run.parent_run_id == run.run_id) run.parent_run_id.clear();
  run.words = words.all("command");
  run.title = words.at("title").empty() ? base::join(run.words, " ") : words.at("title");
  if (const auto agent = crew::agent_name(base::env("AGENT_NAME"), std::nullopt))
    run.agent = *agent;
  run.directory = setting.workplace->launch.directory.string();
  run.clock = "host:" + base::host_name();
  return run;
}

std::vector<std::string> own_environment() {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable)
    all.emplace_back(*variable);
  return all;
}

/// Frames of Claude Code on stdout, if it says so; lines of a log otherwise.
EventsOf reader_of(const WrappedRun& run, bool has_frames) {
  return [run, has_frames](const WrittenLine& line) -> std::vector<Event> {
    if (!has_frames || line.channel != Channel::output) return {line_event(run, line)};
    const Surroundings surroundings{
        .clock = run.clock, .agent = run.agent, .run_id = run.run_id, .at = line.at};
    return read_stream_json_line(line.text, line.number, surroundings).events;
  };
}

ChildPlan plan_of(const Setting& setting, const WrappedRun& run, bool gives_session) {
  ChildPlan plan{.words = run.words,
                 .environment = environment_of(run, own_environment()),
                 .mode_mask = setting.workplace->launch.mode_mask};
  if (gives_session) plan.words.insert(plan.words.end(), {"--session-id", run.run_id});
  return plan;
}

/// The exit code, unless a signal ends this process as it ended the command.
int wrap(const Setting& setting, const app::Words& words) {
  const auto run = planned_run(setting, words);
  if (!run) return wrong_command_line;
  const Pages pages(setting);
  Signals signals;
  WrappedEnd end;
  Child child{};
  pages.keep_or_say(start_event(*run, setting.run_log->now()));
  if (const auto failed = start(plan_of(setting, *run, words.has("session")), signals, child)) {
    base::log(base::LogLevel::error, failed->reason, run->run_id);
    end.child.exit_code = failed->exit_code;
    end.not_started = failed->reason;
  } else {
    Scribe scribe(
        reader_of(*run, words.has("stream-json")),
        [&pages](std::span<const Event> events) { return pages.keep(events); },
        base::system_clock());
    end.child = relay(child, signals, [&scribe](Channel channel, std::string_view piece) {
      scribe.take(channel, piece);
    });
    end.omission = scribe.finish();
    end.lines = scribe.lines();
    end.was_asked_to_end = signals.was_asked_to_end();
  }
  pages.keep_or_say(finish_event(*run, end, setting.run_log->now()));
  if (end.child.signal != 0) Signals::die_of(end.child.signal);
  return end.child.exit_code;
}

std::vector<app::Option> options() {
  return {
      {.name = "title", .help = "What the run is about (the command)"},
      {.name = "run", .help = "The id of the run, a UUID, instead of a new one"},
      {.name = "parent", .help = "The run that it is part of, instead of RUN_ID"},
      {.name = "session",
       .help = "For claude: adds --session-id with the run's id to the command",
       .is_flag = true},
      {.name = "stream-json",
       .help = "The command prints what claude does with --output-format stream-json",
       .is_flag = true},
      {.name = "command",
       .help = "The command and its arguments, after --",
       .positional = true,
       .required = true,
       .repeatable = true},
  };
}

}  // namespace

app::Command wrap_command(const Setting& setting) {
  return {.name = "wrap",
          .help = "Run a command as a run of its own: mcp-runlog wrap -- make test",
          .options = options(),
          .run = [setting](const app::Words& words) { return wrap(setting, words); }};
}

}  // namespace runlog
