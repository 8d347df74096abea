#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/tools.hpp"
#include "mcp-runlog/tools/run_json.hpp"

namespace runlog {

// Found by argument-dependent look-up, for typed fields.
static std::span<const std::string_view> names_of(Status) {
  return status_names;
}

namespace {

struct Arguments {
  std::string agent;
  std::optional<Status> status;
  std::string since;
  std::string parent_run_id;
  int limit = 20;
  std::string cursor;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("agent", &Arguments::agent, "Only runs of this agent.")
          .characters(1, 32)
          .optional(),
      json::field("status",
                  &Arguments::status,
                  "orphaned: a session that nobody began a run for; timeout: fell silent."),
      json::field(
          "since", &Arguments::since, "Begun since: a time, or a span back such as 36h or 7d.")
          .characters(1, 40)
          .form(since_form())
          .optional(),
      json::field("parent_run_id", &Arguments::parent_run_id, "Only parts of this run.")
          .characters(1, 40)
          .form(uuid_form())
          .optional(),
      json::field("limit", &Arguments::limit, "At most so many runs.").between(1, 100).defaulted(),
      cursor_field(&Arguments::cursor),
  }};
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("runs", json::list_rule(run_rule(), json::any_number), "Newest first."),
      json::optional_member("next_cursor", json::text_rule(), "There are more."),
  }));
}

mcp::Reply reply_of(const RunPage& page) {
  std::string text = page.runs.empty() ? "No such run." : "";
  json::Writer out;
  out.begin_object().key("runs").begin_list();
  for (const Run& run : page.runs) {
    write_run(out, run);
    text += (text.empty() ? "" : "\n") + run_line(run);
  }
  out.end_list();
  if (!page.next_cursor.empty()) {
    out.member("next_cursor", page.next_cursor);
    text += base::format("\nThere are more: \"cursor\":\"{}\".", page.next_cursor);
  }
  return mcp::text_reply(text, out.end_object().take());
}

base::Result<mcp::Reply> list(const Setting& setting, const Arguments& arguments, mcp::Call& call) {
  RunStore* const store = TRY(setting.run_log->ready(call.stop()));
  const RunFilter filter{.agent = arguments.agent,
                         .status = arguments.status,
                         .since = since_time(arguments.since, setting.run_log->now()),
                         .parent_run_id = base::lower(arguments.parent_run_id)};
  return reply_of(TRY(store->list(
      call.stop(), filter, arguments.cursor, static_cast<std::size_t>(arguments.limit))));
}

}  // namespace

mcp::Tool list_runs(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "list_runs",
       .title = "Runs",
       .description =
           "The runs of the crew, newest first: what each was about, whose it was, how long "
           "it took and what came of it.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return list(setting, arguments, call);
      });
}

}  // namespace runlog
