#include <algorithm>
#include <map>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/export/totals.hpp"
#include "mcp-runlog/format/edit_facts.hpp"
#include "mcp-runlog/story.hpp"
#include "mcp-runlog/tools.hpp"
#include "mcp-runlog/tools/completeness_json.hpp"
#include "mcp-runlog/tools/run_json.hpp"

namespace runlog {
namespace {

constexpr std::size_t errors_shown_max = 10;
constexpr std::size_t files_shown_max = 50;

struct Arguments {
  std::string run_id;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{run_id_field(&Arguments::run_id)}};
}

std::string output_schema() {
  const json::Rule tool = json::object_rule({
      json::required_member("tool", json::text_rule()),
      json::required_member("calls", json::integer_rule(0)),
      json::required_member("failed", json::integer_rule(0)),
      json::required_member("total_ms", json::integer_rule(0)),
  });
  const json::Rule file = json::object_rule({
      json::required_member("path", json::text_rule()),
      json::required_member("edits", json::integer_rule(0)),
      json::required_member("lines_added", json::integer_rule(0)),
      json::required_member("lines_removed", json::integer_rule(0)),
  });
  const json::Rule error = json::object_rule({
      json::required_member("event_id", json::text_rule()),
      json::required_member("title", json::text_rule()),
  });
  return json::schema(json::object_rule({
      json::required_member("run", run_rule()),
      json::required_member(
          "tools", json::list_rule(tool, json::any_number), "The most called first."),
      json::required_member("files", json::list_rule(file, json::any_number)),
      json::required_member("errors", json::list_rule(error, json::any_number), "The first ones."),
      json::optional_member("cost_usd", json::number_rule()),
      json::required_member("tokens_in", json::integer_rule(0)),
      json::required_member("tokens_out", json::integer_rule(0)),
      json::required_member("completeness", completeness_rule()),
  }));
}

struct ToolUse {
  std::string tool;
  std::int64_t calls = 0;
  std::int64_t failed = 0;
  std::int64_t total_ms = 0;
};

std::vector<ToolUse> tool_uses_of(const std::vector<ToolCall>& calls) {
  std::map<std::string, ToolUse> by_tool;
  for (const ToolCall& call : calls) {
    ToolUse& use = by_tool[call.tool];
    use.tool = call.tool;
    ++use.calls;
    if (call.state == ToolCall::State::failed || call.state == ToolCall::State::denied)
      ++use.failed;
    use.total_ms += std::max<std::int64_t>(call.duration_ms.value_or(0), 0);
  }
  std::vector<ToolUse> uses;
  uses.reserve(by_tool.size());
  for (auto& [tool, use] : by_tool)
    uses.push_back(std::move(use));
  std::stable_sort(uses.begin(), uses.end(), [](const ToolUse& a, const ToolUse& b) {
    return a.calls > b.calls;
  });
  return uses;
}

struct FileUse {
  std::string path;
  std::int64_t edits = 0;
  std::int64_t lines_added = 0;
  std::int64_t lines_removed = 0;
};

std::vector<FileUse> file_uses_of(const Story& story) {
  std::vector<FileUse> uses;
  for (const Entry& entry : entries_of(story.timeline, story.calls)) {
    const Event& event = story.timeline.moments[entry.moment].event;
    if (event.kind != Kind::file_edit) continue;
    auto use = std::find_if(
        uses.begin(), uses.end(), [&](const FileUse& one) { return one.path == event.file_path; });
    if (use == uses.end()) use = uses.insert(uses.end(), {event.file_path});
    const EditFacts facts = edit_facts(event.body_json);
    ++use->edits;
    use->lines_added += facts.lines_added.value_or(0);
    use->lines_removed += facts.lines_removed.value_or(0);
  }
  return uses;
}

std::vector<const Event*> errors_of(const Story& story) {
  std::vector<const Event*> errors;
  for (const Moment& moment : story.timeline.moments) {
    if (moment.event.severity != Severity::error) continue;
    if (errors.size() < errors_shown_max) errors.push_back(&moment.event);
  }
  return errors;
}

struct Summary {
  std::vector<ToolUse> tools;
  std::vector<FileUse> files;
  std::vector<const Event*> errors;
  Totals totals;
};

std::string totals_text(const Totals& totals) {
  std::string text;
  if (totals.cost_usd)
    text += base::format(
        "Cost: {:.4f} USD, as {} says.\n", *totals.cost_usd, name_of(totals.cost_told_by));
  if (totals.tokens_in > 0 || totals.tokens_out > 0)
    text += base::format("Tokens: {} in, {} out.\n", totals.tokens_in, totals.tokens_out);
  return text;
}

std::string text_of(const Story& story, const Summary& summary) {
  std::string text = run_line(story.run) + "\n";
  for (const ToolUse& use : summary.tools)
    text += base::format("- {}: {} calls, {} failed, {}\n",
                         use.tool,
                         use.calls,
                         use.failed,
                         spelled_duration(std::chrono::milliseconds(use.total_ms)));
  for (const FileUse& use : summary.files)
    text += base::format("- {} (+{} -{} in {} edits)\n",
                         base::one_line(use.path, 300),
                         use.lines_added,
                         use.lines_removed,
                         use.edits);
  for (const Event* error : summary.errors)
    text += base::format("- error: {} [{}]\n", base::one_line(error->title, 200), error->id);
  text += totals_text(summary.totals);
  return text + completeness_text(story.completeness);
}

std::string json_of(const Story& story, const Summary& summary) {
  json::Writer out;
  write_run(out.begin_object().key("run"), story.run);
  out.key("tools").begin_list();
  for (const ToolUse& use : summary.tools) {
    out.begin_object().member("tool", use.tool).member("calls", use.calls);
    out.member("failed", use.failed).member("total_ms", use.total_ms).end_object();
  }
  out.end_list().key("files").begin_list();
  for (const FileUse& use : summary.files) {
    out.begin_object().member("path", use.path).member("edits", use.edits);
    out.member("lines_added", use.lines_added).member("lines_removed", use.lines_removed);
    out.end_object();
  }
  out.end_list().key("errors").begin_list();
  for (const Event* error : summary.errors)
    out.begin_object().member("event_id", error->id).member("title", error->title).end_object();
  out.end_list();
  const Totals& totals = summary.totals;
  if (totals.cost_usd) out.key("cost_usd").number(*totals.cost_usd);
  out.member("tokens_in", totals.tokens_in).member("tokens_out", totals.tokens_out);
  write_completeness(out.key("completeness"), story.completeness);
  return out.end_object().take();
}

base::Result<mcp::Reply> summarise(const Setting& setting,
                                   const Arguments& arguments,
                                   mcp::Call& call) {
  const std::string run_id = TRY(run_named(setting, arguments.run_id, call));
  const Story story = TRY(story_of(*setting.run_log, call.stop(), run_id, Bodies::of_edits));
  Summary summary{.tools = tool_uses_of(story.calls),
                  .files = file_uses_of(story),
                  .errors = errors_of(story),
                  .totals = totals_of(story)};
  if (summary.files.size() > files_shown_max) summary.files.resize(files_shown_max);
  return mcp::text_reply(text_of(story, summary), json_of(story, summary));
}

}  // namespace

mcp::Tool run_summary(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "run_summary",
       .title = "Summary of a run",
       .description =
           "A run at a glance: outcome, duration, tools and how they fared, files changed, "
           "errors, cost; and how complete the record is: which sources told of it, which "
           "should have and did not.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return summarise(setting, arguments, call);
      });
}

}  // namespace runlog
