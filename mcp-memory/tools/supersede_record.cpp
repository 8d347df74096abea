#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/tools.hpp"
#include "mcp-memory/tools/stored_reply.hpp"

namespace memory {
namespace {

struct Arguments {
  std::string id;
  std::string reason;
  std::optional<Draft> record;
  std::string by;
};

const json::Shape<Arguments>& shape() {
  static const json::Shape<Arguments> shape{{
      json::field("id", &Arguments::id, "The record that no longer holds.")
          .characters(36, 36)
          .form(record_id_form())
          .example(R"("01938a6e-7c00-7000-8000-000000000000")"),
      json::field("reason", &Arguments::reason, "What changed.")
          .characters(1, 1000)
          .example(R"("The load outgrew it.")"),
      json::field("record",
                  &Arguments::record,
                  "The new record, with the fields of write_record. Either this or by.")
          .described_elsewhere(),
      json::field("by", &Arguments::by, "Id of a record that exists and takes its place.")
          .characters(36, 36)
          .form(record_id_form())
          .optional(),
  }};
  return shape;
}

base::Result<Stored> supersede(const Setting& setting,
                               const Arguments& arguments,
                               const Author& author,
                               const Writing& writing) {
  const Supersession older{base::lower(arguments.id), arguments.reason};
  if (arguments.record.has_value() == !arguments.by.empty()) {
    return base::invalid(
        "give either record (the new record, as for write_record) or by (the id of one that "
        "exists), not both");
  }
  if (arguments.record)
    return setting.memory->write(writing, with_branch(*arguments.record, setting), author, older);
  RecordStore* records = TRY(setting.memory->records());
  return records->supersede(
      writing, older, base::lower(arguments.by), setting.memory->now_by(author));
}

}  // namespace

mcp::Tool supersede_record(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "supersede_record",
       .title = "Replace a record",
       .description =
           "Put a new record in the place of one that no longer holds, whoever wrote it: a "
           "decision "
           "was changed, a runbook or pattern is done in another way now. The old one is kept, "
           "hidden from lists and search, and says what took its place. Both happen at once. If "
           "two agents try, the second is told who was first.",
       .effects = {.idempotent = true},
       .output_schema = stored_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) -> base::Result<mcp::Reply> {
        const Author author = TRY(author_of(setting, call));
        const auto done =
            TRY(setting.memory->durably<Stored>(call.stop(), [&](const Writing& writing) {
              return supersede(setting, arguments, author, writing);
            }));
        return stored_reply(base::format("{} takes the place of {}; {}.",
                                         done.value.id,
                                         base::lower(arguments.id),
                                         words_for(done.durability)),
                            done);
      });
}

}  // namespace memory
