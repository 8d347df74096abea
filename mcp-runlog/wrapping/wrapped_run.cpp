#include "mcp-runlog/wrapping/wrapped_run.hpp"

#include <algorithm>
#include <array>
#include <csignal>

#include "base/format.hpp"
#include "base/text.hpp"
#include "crew/run.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/format/run_facts.hpp"

namespace runlog {
namespace {

constexpr std::size_t command_bytes_max = std::size_t{32} * 1024;

Event event_of(const WrappedRun& run, std::string_view native_id, base::Instant at) {
  return {.id = event_id(Source::wrap, base::format("{}\n{}", run.run_id, native_id)),
          .source = Source::wrap,
          .stream = run.run_id,
          .clock = run.clock,
          .at = at,
          .run_id = run.run_id,
          .agent = run.agent,
          .actor = base::one_line(run.words.front(), title_bytes_max)};
}

/// As one text: what an option says of the word behind it tells a secret from any other word.
std::string command_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    if (line.size() > command_bytes_max) break;
    line += (line.empty() ? "" : " ") + word;
  }
  return base::shortened(line, command_bytes_max);
}

std::string start_details(const WrappedRun& run) {
  json::Writer out;
  out.begin_object().member("command", command_line(run.words));
  return out.member("directory", run.directory).end_object().take();
}

std::string finish_details(const WrappedEnd& end) {
  json::Writer out;
  out.begin_object().member("lines", end.lines);
  if (end.not_started.empty()) out.member("exit_code", std::int64_t{end.child.exit_code});
  if (end.child.signal != 0) out.member("signal", std::int64_t{end.child.signal});
  if (end.omission.bytes > 0) out.member("omitted_bytes", end.omission.bytes);
  if (!end.omission.trouble.empty()) out.member("trouble", end.omission.trouble);
  return out.end_object().take();
}

Status status_of(const WrappedEnd& end) {
  if (!end.not_started.empty()) return Status::failed;
  if (end.child.exit_code == 0) return Status::ok;
  const std::array endings = {SIGINT, SIGTERM, SIGHUP};
  const bool was_ended =
      std::find(endings.begin(), endings.end(), end.child.signal) != endings.end();
  return was_ended || end.was_asked_to_end ? Status::cancelled : Status::failed;
}

std::string outcome_of(const WrappedEnd& end) {
  if (!end.not_started.empty()) return end.not_started;
  if (end.child.signal != 0) return base::format("ended by signal {}", end.child.signal);
  return base::format("exit status {}", end.child.exit_code);
}

}  // namespace

Event start_event(const WrappedRun& run, base::Instant at) {
  Event event = event_of(run, "start", at);
  event.sequence = 1;
  event.kind = Kind::run_start;
  event.title = base::one_line(run.title, title_bytes_max);
  event.body_json =
      start_body({.title = event.title, .agent = run.agent, .parent_run_id = run.parent_run_id},
                 start_details(run));
  return event;
}

Event line_event(const WrappedRun& run, const WrittenLine& line) {
  Event event = event_of(run, base::format("line\n{}", line.number), line.at);
  event.sequence = line.number + 1;
  event.kind = Kind::log;
  event.severity = line.channel == Channel::errors ? Severity::warning : Severity::info;
  event.title = base::one_line(line.text, title_bytes_max);
  if (static_cast<std::int64_t>(line.text.size()) < line.bytes - 1)
    event.original_bytes = line.bytes;
  if (event.title == line.text) return event;
  json::Writer body;
  event.body_json = body.begin_object().member("text", line.text).end_object().take();
  return event;
}

Event finish_event(const WrappedRun& run, const WrappedEnd& end, base::Instant at) {
  Event event = event_of(run, "finish", at);
  event.sequence = end.lines + 2;
  event.kind = Kind::run_finish;
  const Status status = status_of(end);
  if (status != Status::ok) event.severity = Severity::warning;
  event.title = base::one_line(outcome_of(end), title_bytes_max);
  event.body_json = finish_body({.status = status, .outcome = event.title}, finish_details(end));
  return event;
}

std::vector<std::string> environment_of(const WrappedRun& run,
                                        const std::vector<std::string>& environment) {
  std::vector<std::string> all;
  for (const std::string& variable : environment) {
    const std::string name = variable.substr(0, variable.find('='));
    if (name != "RUN_ID" && name != "TRACEPARENT" && name != "TRACESTATE") all.push_back(variable);
  }
  all.push_back("RUN_ID=" + run.run_id);
  all.push_back("TRACEPARENT=" + crew::traceparent_of(run.run_id));
  return all;
}

}  // namespace runlog
