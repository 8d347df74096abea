#include "base/format.hpp"
#include "base/text.hpp"
#include "crew/run.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/tools.hpp"
#include "mcp-runlog/tools/run_json.hpp"
#include "mcp-runlog/tools/saying.hpp"

namespace runlog {
namespace {

struct Arguments {
  std::string title;
  std::string run_id;
  std::string trigger_key;
  std::string parent_run_id;
  std::string session_id;
  std::string prompt_id;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("title", &Arguments::title, "What the run is about, in one line.")
          .characters(1, 300)
          .example(R"("Mend the nightly build")"),
      run_id_field(&Arguments::run_id,
                   "Its id, if it has one already. A run that has begun is given back."),
      json::field(
          "trigger_key",
          &Arguments::trigger_key,
          "What woke you, told apart from everything else (a room and an event id): it begins "
          "one run only.")
          .characters(1, 200)
          .optional(),
      json::field("parent_run_id",
                  &Arguments::parent_run_id,
                  "The run that it is part of; if left out, the one that this session is part of.")
          .characters(1, 40)
          .form(uuid_form())
          .optional(),
      json::field("session_id", &Arguments::session_id, "A Claude Code session that works for it.")
          .characters(1, 200)
          .optional(),
      json::field(
          "prompt_id", &Arguments::prompt_id, "Only this prompt of the session works for it.")
          .characters(1, 200)
          .optional(),
  }};
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("run_id", json::text_rule()),
      json::required_member("created", json::boolean_rule(), "False: it had begun before."),
      json::required_member("traceparent",
                            json::text_rule(),
                            "Give RUN_ID and TRACEPARENT to what you start for this run."),
  }));
}

Event start_event(const Setting& setting, const Arguments& arguments, const mcp::Call& call) {
  const std::string around = run_of(setting, call);
  std::string parent = base::lower(arguments.parent_run_id);
  if (parent.empty() && around != arguments.run_id) parent = around;
  Event event = said_by_tool(setting, call, Kind::run_start);
  event.id = event_id(Source::mcp, "start\n" + arguments.run_id);
  event.run_id = arguments.run_id;
  event.session_id = arguments.session_id;
  event.prompt_id = arguments.prompt_id;
  event.title = arguments.title;
  event.body_json = start_body({.title = arguments.title,
                                .agent = event.agent,
                                .trigger_key = arguments.trigger_key,
                                .parent_run_id = std::move(parent)});
  return event;
}

mcp::Reply reply_of(const std::string& run_id, bool created) {
  const std::string traceparent = crew::traceparent_of(run_id);
  json::Writer out;
  out.begin_object().member("run_id", run_id).member("created", created);
  out.member("traceparent", traceparent).end_object();
  return mcp::text_reply(
      base::format("Run {} {}. What you start for it gets RUN_ID={} and TRACEPARENT={} in its "
                   "environment.",
                   run_id,
                   created ? "has begun" : "had begun before",
                   run_id,
                   traceparent),
      out.take());
}

base::Result<mcp::Reply> start(const Setting& setting, Arguments arguments, mcp::Call& call) {
  TRY(call.agent());
  const bool named = !arguments.run_id.empty();
  arguments.run_id = named ? base::lower(arguments.run_id) : setting.run_log->new_run_id();
  Delivery delivery{.feed = feed_of_tools(), .events = {start_event(setting, arguments, call)}};
  delivery.unless_begun = BegunBy{arguments.run_id, arguments.trigger_key};
  const Added added = TRY(setting.run_log->take(call.stop(), std::move(delivery)));
  if (added.deleted > 0) {
    return base::conflict(
        base::format("run_id: {} was deleted, and stays so; leave run_id out to begin another",
                     arguments.run_id));
  }
  if (added.begun_before.empty()) return reply_of(arguments.run_id, true);
  return reply_of(added.begun_before, false);
}

}  // namespace

mcp::Tool start_run(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "start_run",
       .title = "Begin a run",
       .description =
           "Begin a run: one piece of work whose every step is to be found on one timeline "
           "afterwards. Needed only where nothing began one for you (RUN_ID is set then). The same "
           "run_id or trigger_key gives the run that has begun.",
       .effects = {.idempotent = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return start(setting, arguments, call);
      });
}

}  // namespace runlog
