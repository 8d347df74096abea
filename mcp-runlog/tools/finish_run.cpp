#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/tools.hpp"
#include "mcp-runlog/tools/run_json.hpp"
#include "mcp-runlog/tools/saying.hpp"

namespace runlog {
namespace {

enum class Ended { ok, failed, cancelled };

constexpr std::array<std::string_view, 3> ended_names = {"ok", "failed", "cancelled"};

std::span<const std::string_view> names_of(Ended) {
  return ended_names;
}

struct Arguments {
  std::string run_id;
  Ended status = Ended::ok;
  std::string outcome;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("status", &Arguments::status),
      json::field("outcome", &Arguments::outcome, "What came of it, for who reads only this.")
          .characters(1, 2000)
          .example(R"("The nightly build is green again; the cache key was too wide.")"),
      run_id_field(&Arguments::run_id),
  }};
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("run", run_rule()),
      json::required_member("counts", json::boolean_rule(), "False: an earlier finish does."),
  }));
}

Event finish_event(const Setting& setting, const Arguments& arguments, const mcp::Call& call) {
  const auto status = status_named(ended_names[static_cast<std::size_t>(arguments.status)]);
  Event event = said_by_tool(setting, call, Kind::run_finish);
  event.run_id = arguments.run_id;
  event.title = base::one_line(arguments.outcome, 200);
  if (arguments.status == Ended::failed) event.severity = Severity::error;
  event.body_json = finish_body({.status = *status, .outcome = arguments.outcome});
  event.id = event_id(
      Source::mcp, base::format("finish\n{}\n{}\n{}", event.run_id, event.agent, event.body_json));
  return event;
}

base::Result<mcp::Reply> finish(const Setting& setting, Arguments arguments, mcp::Call& call) {
  TRY(call.agent());
  arguments.run_id = TRY(run_named(setting, arguments.run_id, call));
  RunStore* const store = TRY(setting.run_log->ready(call.stop()));
  TRY(store->run(call.stop(), arguments.run_id));  // one that nobody knows is a slip of the pen
  const Redactor* const redactor = TRY(setting.run_log->redactor());
  const Event event = redactor->redacted(finish_event(setting, arguments, call));
  TRY(setting.run_log->take(call.stop(), {.feed = feed_of_tools(), .events = {event}}));
  const Run run = TRY(store->run(call.stop(), arguments.run_id));
  const bool counts =
      name_of(run.status) == ended_names[static_cast<std::size_t>(arguments.status)] &&
      run.outcome == finish_facts(event.body_json).outcome;
  json::Writer out;
  write_run(out.begin_object().key("run"), run);
  out.member("counts", counts).end_object();
  std::string text = run_line(run);
  if (!counts)
    text +=
        "\nIt was finished before, with another outcome. That one counts; yours is kept on the "
        "timeline, and the run is marked as disputed.";
  return mcp::text_reply(text, out.take());
}

}  // namespace

mcp::Tool finish_run(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "finish_run",
       .title = "End a run",
       .description =
           "Say what came of a run. The first outcome counts; another one later is kept and "
           "flagged. What happens afterwards still gets onto the timeline, marked as late.",
       .effects = {.idempotent = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return finish(setting, arguments, call);
      });
}

}  // namespace runlog
