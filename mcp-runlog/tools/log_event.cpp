#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/tools.hpp"
#include "mcp-runlog/tools/saying.hpp"

namespace runlog {
namespace {

enum class Said { note, message_in, message_out, file_edit, subagent_start, subagent_stop };

constexpr std::array<std::string_view, 6> said_names = {
    "note", "message.in", "message.out", "file.edit", "subagent.start", "subagent.stop"};

std::span<const std::string_view> names_of(Said) {
  return said_names;
}

struct Arguments {
  std::string run_id;
  std::string title;
  Said kind = Said::note;
  std::string text;
  json::Object body;
  Severity severity = Severity::info;
  std::string file_path;
  std::string tool_use_id;
  std::string cause_id;
  std::string key;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("title", &Arguments::title, "What happened, in one line.")
          .characters(1, 300)
          .example(R"("Chose the smaller migration")"),
      run_id_field(&Arguments::run_id),
      json::field("kind", &Arguments::kind, "message.in is what somebody asked of you.")
          .defaulted(),
      json::field("text", &Arguments::text, "The details.").characters(1, 60000).optional(),
      json::field("body", &Arguments::body, "Details as an object; with text or instead of it.")
          .optional(),
      json::field("severity", &Arguments::severity).defaulted(),
      json::field("file_path", &Arguments::file_path, "Of a file.edit.")
          .characters(1, 1000)
          .required_when("kind", {"file.edit"})
          .optional(),
      json::field("tool_use_id", &Arguments::tool_use_id, "The tool call that it belongs to.")
          .characters(1, 200)
          .optional(),
      json::field("cause_id", &Arguments::cause_id, "The event that led to it.")
          .characters(32, 32)
          .optional(),
      json::field("key",
                  &Arguments::key,
                  "Your own name for this event: saying it again with the same key adds nothing.")
          .characters(1, 200)
          .optional(),
  }};
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("event_id", json::text_rule()),
      json::required_member("run_id", json::text_rule()),
      json::required_member("added", json::boolean_rule(), "False: it was there already."),
      json::required_member(
          "redactions", json::integer_rule(0), "Secrets that were taken out of it."),
  }));
}

Kind kind_of(Said said) {
  return kind_named(said_names[static_cast<std::size_t>(said)]).value_or(Kind::note);
}

/// The text as one more member of the body.
std::string body_of(const Arguments& arguments) {
  if (arguments.text.empty()) return arguments.body.text;
  json::Writer out;
  out.begin_object().member("text", arguments.text);
  const auto body = json::parse(arguments.body.text);
  for (std::size_t at = 0; body && at < body->root().size(); ++at) {
    if (body->root().member_name(at) == "text") continue;
    out.key(body->root().member_name(at)).raw(body->root().member_value(at).dump());
  }
  return out.end_object().take();
}

Event event_of(const Setting& setting, const Arguments& arguments, const mcp::Call& call) {
  Event event = said_by_tool(setting, call, kind_of(arguments.kind));
  event.run_id = arguments.run_id;
  event.title = arguments.title;
  event.severity = arguments.severity;
  event.body_json = body_of(arguments);
  event.file_path = arguments.file_path;
  event.tool_use_id = arguments.tool_use_id;
  event.cause_id = arguments.cause_id;
  const std::string key = arguments.key.empty() ? setting.run_log->new_run_id() : arguments.key;
  event.id =
      event_id(Source::mcp, base::format("said\n{}\n{}\n{}", event.run_id, event.agent, key));
  return event;
}

base::Result<mcp::Reply> log(const Setting& setting, Arguments arguments, mcp::Call& call) {
  TRY(call.agent());
  arguments.run_id = TRY(run_named(setting, arguments.run_id, call));
  const Redactor* const redactor = TRY(setting.run_log->redactor());
  const Event event = redactor->redacted(event_of(setting, arguments, call));
  const Added added =
      TRY(setting.run_log->take(call.stop(), {.feed = feed_of_tools(), .events = {event}}));
  if (added.deleted > 0) {
    return base::not_found(
        base::format("run {} was deleted; what is said of it is not kept", arguments.run_id));
  }
  json::Writer out;
  out.begin_object().member("event_id", event.id).member("run_id", event.run_id);
  out.member("added", added.added > 0).member("redactions", event.redactions).end_object();
  std::string text =
      base::format("Event {} {} run {}.",
                   event.id,
                   added.added > 0 ? "is on the timeline of" : "was there already, in",
                   event.run_id);
  if (event.redactions > 0)
    text +=
        base::format(" Secrets taken out of it: {}; revoke those that are real.", event.redactions);
  return mcp::text_reply(text, out.take());
}

}  // namespace

mcp::Tool log_event(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "log_event",
       .title = "Say what happened",
       .description = "Put something on the run's timeline that no tool call shows: a choice and "
                      "its reason, a "
                      "message that you got or sent, an edit made by other means. Tool calls, "
                      "prompts and file "
                      "edits are recorded without you. Secrets are taken out.",
       .effects = {},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return log(setting, arguments, call);
      });
}

}  // namespace runlog
