#include "base/format.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/tools.hpp"
#include "mcp-memory/tools/stored_reply.hpp"

namespace memory {
namespace {

constexpr const char* description =
    "Keep a typed record that every agent of this project finds: call this as soon as you decided, "
    "broke, fixed or learned something that others will need.\n"
    "decision: a choice that others must follow (context, decision, rationale).\n"
    "incident: something broke (severity, impact, started_at, symptoms).\n"
    "pattern: a solution that will be needed again (problem, solution, when_to_use).\n"
    "runbook: how to handle an alert or a task (triggers, steps, verification, risk; rollback "
    "unless read_only).\n"
    "One fact a record; title and summary must stand alone; secrets are refused. If it replaces "
    "a record, use supersede_record instead. An identical record is not stored twice; the reply "
    "names similar ones. Id, time, agent and project are set by the server. The record is on disk "
    "when the reply comes.";

std::string sentence(const Durable<Stored>& done, RecordType type, const Author& author) {
  const Stored& stored = done.value;
  if (stored.created) {
    return base::format("Stored {} {} as {} in project {}; {}.",
                        name_of(type),
                        stored.id,
                        author.agent,
                        author.project,
                        words_for(done.durability));
  }
  return base::format("Nothing new was stored: {} wrote the identical {} {} before.",
                      stored.agent,
                      name_of(type),
                      stored.id);
}

}  // namespace

mcp::Tool write_record(const Setting& setting) {
  return mcp::tool<Draft>(
      {.name = "write_record",
       .title = "Write a record",
       .description = description,
       .effects = {.idempotent = true},
       .output_schema = stored_schema()},
      shape_of(static_cast<const Draft*>(nullptr)),
      [setting](const Draft& given, mcp::Call& call) -> base::Result<mcp::Reply> {
        const Author author = TRY(author_of(setting, call));
        const auto done =
            TRY(setting.memory->durably<Stored>(call.stop(), [&](const Writing& writing) {
              return setting.memory->write(writing, with_branch(given, setting), author);
            }));
        return stored_reply(sentence(done, given.type, author), done);
      });
}

}  // namespace memory
