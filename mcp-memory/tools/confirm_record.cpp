#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {
namespace {

struct Arguments {
  std::string id;
  Outcome outcome = Outcome::worked;
  std::string evidence;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("id", &Arguments::id, "Of a pattern or runbook.")
          .characters(36, 36)
          .form(record_id_form()),
      json::field("outcome", &Arguments::outcome),
      json::field("evidence",
                  &Arguments::evidence,
                  "What you did and saw: a run, a pull request, "
                  "the output; where it failed, at which step.")
          .characters(3, 1000)
          .example(R"("Restarted the pool as in step 3, errors gone after 40 s.")"),
  }};
}

struct Output {
  std::string id;
  std::int64_t worked;
  std::int64_t failed;
  bool counts;
};

const json::Shape<Output>& output_shape() {
  static const json::Shape<Output> shape{{
      json::field("id", &Output::id),
      json::field("worked", &Output::worked, "Agents for whom it worked when they last tried."),
      json::field("failed", &Output::failed),
      json::field("counts", &Output::counts, "False for the author's own word."),
  }};
  return shape;
}

}  // namespace

mcp::Tool confirm_record(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "confirm_record",
       .title = "Say whether it worked",
       .description =
           "After you followed a pattern or runbook, say whether it worked, with evidence: this is "
           "how the crew learns what to trust. The last word of each agent but the author counts; "
           "what fails more often than not is flagged and ranks lower.",
       .effects = {},
       .output_schema = json::schema(output_shape().rule())},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) -> base::Result<mcp::Reply> {
        const Author author = TRY(author_of(setting, call));
        RecordStore* records = TRY(setting.memory->records());
        const std::string id = base::lower(arguments.id);
        const Confirmation confirmation{id, arguments.outcome, arguments.evidence};
        const auto done =
            TRY(setting.memory->durably<Trust>(call.stop(), [&](const Writing& writing) {
              return records->confirm(writing, confirmation, setting.memory->now_by(author));
            }));
        const Trust& trust = done.value;
        const Output output{id, trust.worked, trust.failed, trust.counts};
        return mcp::text_reply(
            base::format("{}: worked for {}, failed for {}{}; {}.",
                         id,
                         trust.worked,
                         trust.failed,
                         trust.counts ? "" : " (your own word as its author is kept, not counted)",
                         words_for(done.durability)),
            output_shape().dump(output));
      });
}

}  // namespace memory
