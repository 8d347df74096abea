#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {
namespace {

struct Arguments {
  std::string from;
  Relation relation = Relation::relates_to;
  std::string to;
  std::string note;
  bool remove = false;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("from", &Arguments::from, "Id of a record.")
          .characters(36, 36)
          .form(record_id_form()),
      json::field("relation",
                  &Arguments::relation,
                  "As in: from is caused_by to. contradicts: both are shown as disputed."),
      json::field("to", &Arguments::to, "Id of another.").characters(36, 36).form(record_id_form()),
      json::field("note", &Arguments::note, "How you know.").characters(1, 500).optional(),
      json::field("remove", &Arguments::remove, "Take the link back.").defaulted(),
  }};
}

struct Output {
  std::string from;
  std::string relation;
  std::string to;
  bool changed;
};

const json::Shape<Output>& output_shape() {
  static const json::Shape<Output> shape{{
      json::field("from", &Output::from),
      json::field("relation", &Output::relation),
      json::field("to", &Output::to),
      json::field("changed", &Output::changed, "False if it was so already."),
  }};
  return shape;
}

}  // namespace

mcp::Tool link_records(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "link_records",
       .title = "Link two records",
       .description =
           "Say how two records stand to each other: what caused an incident, what "
           "resolves it, what a record implements, duplicates or contradicts. Two "
           "accepted decisions that contradict each other are both flagged wherever they "
           "are shown, until one is superseded.",
       .effects = {.idempotent = true},
       .output_schema = json::schema(output_shape().rule())},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) -> base::Result<mcp::Reply> {
        const Author author = TRY(author_of(setting, call));
        RecordStore* records = TRY(setting.memory->records());
        const Link link{base::lower(arguments.from),
                        arguments.relation,
                        base::lower(arguments.to),
                        arguments.note};
        const Occasion occasion = setting.memory->now_by(author);
        const auto done =
            TRY(setting.memory->durably<bool>(call.stop(), [&](const Writing& writing) {
              return arguments.remove ? records->unlink(writing, link, occasion)
                                      : records->link(writing, link, occasion);
            }));
        const bool changed = done.value;
        const Output output{link.from, std::string(name_of(link.relation)), link.to, changed};
        return mcp::text_reply(
            base::format("{} {} {}{}.",
                         output.from,
                         output.relation,
                         output.to,
                         !changed ? ": nothing had to be changed"
                                  : (arguments.remove ? ": taken back; " : ": linked; ") +
                                        words_for(done.durability)),
            output_shape().dump(output));
      });
}

}  // namespace memory
