#include "base/format.hpp"
#include "mcp-runlog/export/exported.hpp"
#include "mcp-runlog/story.hpp"
#include "mcp-runlog/tools.hpp"

namespace runlog {
namespace {

struct Arguments {
  std::string run_id;
  ExportFormat format = ExportFormat::html;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      run_id_field(&Arguments::run_id),
      json::field("format",
                  &Arguments::format,
                  "html: a page to look at; markdown: a report; jsonl: everything, to be imported "
                  "elsewhere.")
          .defaulted(),
  }};
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("run_id", json::text_rule()),
      json::required_member("path", json::text_rule(), "The file, on this machine."),
      json::required_member("bytes", json::integer_rule(0)),
      json::required_member("events", json::integer_rule(0)),
  }));
}

base::Result<mcp::Reply> write(const Setting& setting,
                               const Arguments& arguments,
                               mcp::Call& call) {
  const std::string run_id = TRY(run_named(setting, arguments.run_id, call));
  const Story story = TRY(story_of(*setting.run_log, call.stop(), run_id, Bodies::all));
  const std::filesystem::path home = TRY(setting.run_log->home());
  const std::string text = exported(story, arguments.format);
  const std::filesystem::path path =
      TRY(write_export(home / "runlog-exports", run_id, arguments.format, text));
  const auto events = static_cast<std::int64_t>(story.timeline.moments.size());
  const auto bytes = static_cast<std::int64_t>(text.size());
  json::Writer out;
  out.begin_object().member("run_id", run_id).member("path", path.string());
  out.member("bytes", bytes).member("events", events).end_object();
  return mcp::text_reply(
      base::format("{}: {} bytes, {} events of run {}.", path.string(), bytes, events, run_id),
      out.take());
}

}  // namespace

mcp::Tool export_run(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "export_run",
       .title = "Export a run",
       .description = "Write a run to a file in the state directory of this machine, for people: a "
                      "self-contained HTML page, a Markdown report, or lossless JSON lines. Gives "
                      "the path.",
       .effects = {.idempotent = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return write(setting, arguments, call);
      });
}

}  // namespace runlog
