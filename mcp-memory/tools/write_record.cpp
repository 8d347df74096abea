#include "base/format.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {
namespace {

constexpr const char* description =
    "Call this as soon as you decided, broke, fixed or learned something that other agents will "
    "need: it keeps a typed "
    "record that all of them find in this project.\n"
    "decision: a choice that others must follow (context, decision, rationale).\n"
    "incident: something broke (severity, impact, started_at, symptoms).\n"
    "pattern: a solution that will be needed again (problem, solution, when_to_use).\n"
    "runbook: how to handle an alert or a task (triggers, steps, verification, risk; rollback "
    "unless read_only).\n"
    "Call find_records first: an identical record is not stored twice, a similar one is. One fact "
    "a record; title and "
    "summary must stand alone; no secrets, nothing can be taken back yet. Id, time, agent and "
    "project are set by the "
    "server. The record is on disk when the reply comes.";

const json::Shape<Stored>& output_shape() {
  static const json::Shape<Stored> shape{{
      json::field("id", &Stored::id),
      json::field("revision", &Stored::revision),
      json::field("created", &Stored::created, "False if an identical record was there already."),
      json::field("agent", &Stored::agent, "Who wrote the record."),
  }};
  return shape;
}

base::Result<Author> author_of(const Setting& setting, const mcp::Call& call) {
  const crew::RunContext run = setting.workplace->run(call.meta().baggage, call.meta().traceparent);
  return Author{.agent = TRY(call.agent()),
                .project = TRY(setting.workplace->project()),
                .run_id = run.run_id,
                .trace_id = run.trace_id};
}

std::string sentence(const Stored& stored, const Draft& draft, const Author& author) {
  if (stored.created) {
    return base::format("Stored {} {} as {} in project {}; it is on disk.",
                        name_of(draft.type),
                        stored.id,
                        author.agent,
                        author.project);
  }
  return base::format("Nothing new was stored: {} wrote the identical {} {} before.",
                      stored.agent,
                      name_of(draft.type),
                      stored.id);
}

}  // namespace

mcp::Tool write_record(const Setting& setting) {
  return mcp::tool<Draft>(
      {.name = "write_record",
       .title = "Write a record",
       .description = description,
       .effects = {.idempotent = true},
       .output_schema = json::schema(output_shape().rule())},
      shape_of(static_cast<const Draft*>(nullptr)),
      [setting](const Draft& draft, mcp::Call& call) -> base::Result<mcp::Reply> {
        const Author author = TRY(author_of(setting, call));
        const Stored stored = TRY(setting.memory->write(call.stop(), draft, author));
        return mcp::text_reply(sentence(stored, draft, author), output_shape().dump(stored));
      });
}

}  // namespace memory
