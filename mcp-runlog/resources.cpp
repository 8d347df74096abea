#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "mcp-runlog/export/markdown.hpp"
#include "mcp-runlog/story.hpp"
#include "mcp-runlog/tools.hpp"
#include "mcp-runlog/tools/completeness_json.hpp"
#include "mcp-runlog/tools/run_json.hpp"

namespace runlog {
namespace {

constexpr std::size_t completions_max = 50;

base::Result<Story> story_at(const Setting& setting,
                             const std::string& uri,
                             const mcp::Values& variables,
                             mcp::Call& call) {
  const std::string run_id = base::lower(variables.find("id")->second);
  if (!base::is_uuid(run_id))
    return base::not_found(base::format("no run is called {}", base::one_line(uri, 200)));
  return story_of(*setting.run_log, call.stop(), run_id, Bodies::all);
}

base::Result<std::vector<std::string>> ids_starting(const Setting& setting,
                                                    std::string_view typed,
                                                    mcp::Call& call) {
  RunStore* const store = TRY(setting.run_log->ready(call.stop()));
  const RunPage page = TRY(store->list(call.stop(), {}, "", completions_max));
  std::vector<std::string> ids;
  for (const Run& run : page.runs)
    if (run.run_id.starts_with(base::lower(typed))) ids.push_back(run.run_id);
  return ids;
}

std::string run_text(const Story& story) {
  json::Writer out;
  write_run(out.begin_object().key("run"), story.run);
  write_completeness(out.key("completeness"), story.completeness);
  return out.end_object().take();
}

mcp::Completer ids(const Setting& setting) {
  return [setting](std::string_view typed, const mcp::Values&, mcp::Call& call) {
    return ids_starting(setting, typed, call);
  };
}

}  // namespace

std::vector<mcp::ResourceTemplate> resource_templates(const Setting& setting) {
  return {{.uri_template = "run://{id}",
           .name = "run",
           .title = "A run",
           .description = "What is known of a run as a whole, and how complete that is.",
           .mime_type = "application/json",
           .read = [setting](const std::string& uri, const mcp::Values& variables, mcp::Call& call)
               -> base::Result<mcp::Contents> {
             const Story story = TRY(story_at(setting, uri, variables, call));
             return mcp::Contents{
                 .uri = uri, .mime_type = "application/json", .text = run_text(story)};
           },
           .completers = {{"id", ids(setting)}}},
          {.uri_template = "run://{id}/timeline",
           .name = "timeline",
           .title = "Timeline of a run",
           .description = "The report of a run in Markdown, with its whole timeline.",
           .mime_type = "text/markdown",
           .read = [setting](const std::string& uri, const mcp::Values& variables, mcp::Call& call)
               -> base::Result<mcp::Contents> {
             const Story story = TRY(story_at(setting, uri, variables, call));
             return mcp::Contents{
                 .uri = uri, .mime_type = "text/markdown", .text = markdown_report(story)};
           },
           .completers = {{"id", ids(setting)}}}};
}

}  // namespace runlog
