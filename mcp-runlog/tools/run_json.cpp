#include "mcp-runlog/tools/run_json.hpp"

#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

void write_texts(json::Writer& out, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out.key(name).begin_list();
  for (const std::string& text : texts)
    out.text(text);
  out.end_list();
}

std::chrono::milliseconds duration_of(const Run& run) {
  return run.finished_at.value_or(run.last_at) - run.started_at;
}

}  // namespace

json::Rule run_rule() {
  return json::object_rule({
      json::required_member("run_id", json::text_rule()),
      json::required_member("status",
                            json::choice_rule({status_names.begin(), status_names.end()})),
      json::optional_member("title", json::text_rule()),
      json::optional_member("agent", json::text_rule()),
      json::optional_member("parent_run_id", json::text_rule()),
      json::optional_member("trigger_key", json::text_rule()),
      json::optional_member("outcome", json::text_rule()),
      json::optional_member("outcome_disputed",
                            json::boolean_rule(),
                            "A later finish said something else; the timeline has both."),
      json::required_member("started_at", json::text_rule()),
      json::required_member("last_at", json::text_rule(), "The newest event."),
      json::optional_member("finished_at", json::text_rule()),
      json::required_member("events", json::integer_rule(0)),
      json::required_member("tool_calls", json::integer_rule(0)),
      json::required_member("errors", json::integer_rule(0)),
      json::required_member("file_edits", json::integer_rule(0)),
      json::optional_member("session_ids", json::list_rule(json::text_rule(), json::any_number)),
      json::optional_member("child_run_ids", json::list_rule(json::text_rule(), json::any_number)),
  });
}

void write_run(json::Writer& out, const Run& run) {
  const auto known = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) out.member(name, text);
  };
  out.begin_object().member("run_id", run.run_id).member("status", name_of(run.status));
  known("title", run.title);
  known("agent", run.agent);
  known("parent_run_id", run.parent_run_id);
  known("trigger_key", run.trigger_key);
  known("outcome", run.outcome);
  if (run.outcome_disputed) out.member("outcome_disputed", true);
  out.member("started_at", base::to_iso(run.started_at));
  out.member("last_at", base::to_iso(run.last_at));
  if (run.finished_at) out.member("finished_at", base::to_iso(*run.finished_at));
  out.member("events", run.counts.events).member("tool_calls", run.counts.tool_calls);
  out.member("errors", run.counts.errors).member("file_edits", run.counts.file_edits);
  write_texts(out, "session_ids", run.session_ids);
  write_texts(out, "child_run_ids", run.child_run_ids);
  out.end_object();
}

std::string spelled_duration(std::chrono::milliseconds duration) {
  using std::chrono::duration_cast;
  const std::int64_t ms = duration.count();
  constexpr std::int64_t second = 1000;
  constexpr std::int64_t minute = 60 * second;
  constexpr std::int64_t hour = 60 * minute;
  if (ms < second) return base::format("{} ms", ms);
  if (ms < minute) return base::format("{}.{} s", ms / second, ms % second / 100);
  if (ms < hour) return base::format("{} min {:02} s", ms / minute, ms % minute / second);
  return base::format("{} h {:02} min", ms / hour, ms % hour / minute);
}

std::string run_line(const Run& run) {
  std::string line = base::format("{} {} {} {} {}",
                                  base::to_iso(run.started_at),
                                  run.run_id,
                                  name_of(run.status),
                                  run.agent.empty() ? "(unknown agent)" : run.agent,
                                  spelled_duration(duration_of(run)));
  if (!run.title.empty()) line += base::format(" \"{}\"", base::one_line(run.title, 120));
  if (!run.outcome.empty()) line += ": " + base::one_line(run.outcome, 160);
  if (run.outcome_disputed) line += " (disputed)";
  return line;
}

}  // namespace runlog
