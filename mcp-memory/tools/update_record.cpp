#include "base/format.hpp"
#include "base/text.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/tools.hpp"
#include "mcp-memory/tools/stored_reply.hpp"

namespace memory {
namespace {

struct Arguments {
  std::string id;
  std::int64_t expected_revision = 1;
  json::Object set;
};

const json::Shape<Arguments>& shape() {
  static const json::Shape<Arguments> shape{{
      json::field("id", &Arguments::id)
          .characters(36, 36)
          .form(record_id_form())
          .example(R"("01938a6e-7c00-7000-8000-000000000000")"),
      json::field("expected_revision",
                  &Arguments::expected_revision,
                  "The revision that get_record showed.")
          .between(1, 1'000'000'000)
          .example("1"),
      json::field(
          "set",
          &Arguments::set,
          "Fields of write_record with their new values; null takes a field out. All others "
          "stay.")
          .example(R"({"status":"resolved","resolution":"Rolled back."})"),
  }};
  return shape;
}

/// What `set` would have to say to give this draft. What the record says anyway is left out: it is
/// long, and would go stale.
std::string corrected_set(const std::string& draft,
                          const std::string& before,
                          const std::string& set) {
  const auto wanted = json::parse(draft);
  const auto stored = json::parse(before);
  const auto given = json::parse(set);
  if (!wanted || !stored || !given) return "{}";
  json::Writer out;
  out.begin_object();
  for (std::size_t at = 0; at < wanted->root().size(); ++at) {
    const std::string_view name = wanted->root().member_name(at);
    const json::View value = wanted->root().member_value(at);
    const bool is_kept = value == stored->root().find(name);
    if (is_kept && given->root().find(name).is(json::Kind::absent)) continue;
    out.key(name).raw(value.dump());
  }
  for (std::size_t at = 0; at < stored->root().size(); ++at) {
    const std::string_view name = stored->root().member_name(at);
    if (wanted->root().find(name).is(json::Kind::absent)) out.key(name).raw("null");
  }
  return out.end_object().take();
}

std::string sentence(const Durable<Stored>& done) {
  const Stored& stored = done.value;
  if (stored.created)
    return base::format("Record {} has revision {} now; {}.",
                        stored.id,
                        stored.revision,
                        words_for(done.durability));
  return base::format("Nothing was changed: record {} says so already, in revision {}.",
                      stored.id,
                      stored.revision);
}

base::Result<mcp::Reply> update(const Setting& setting,
                                const Arguments& arguments,
                                mcp::Call& call) {
  const Author author = TRY(author_of(setting, call));
  RecordStore* records = TRY(setting.memory->records());
  const std::string id = base::lower(arguments.id);
  const std::string before = TRY(records->document(call.stop(), id, author.project));
  auto draft = TRY(changed_draft(before, arguments.set));
  if (auto* rejection = std::get_if<json::Rejection>(&draft)) {
    rejection->suggestion = corrected_set(rejection->suggestion, before, arguments.set.text);
    return mcp::rejected("update_record", json::within("set", *rejection, shape().dump(arguments)));
  }
  Draft changed = without_main_branch(std::get<Draft>(std::move(draft)), setting);
  const Revision revision{id, arguments.expected_revision, std::move(changed)};
  const auto done = TRY(setting.memory->durably<Stored>(call.stop(), [&](const Writing& writing) {
    return setting.memory->revise(writing, revision, author);
  }));
  return stored_reply(sentence(done), done);
}

}  // namespace

mcp::Tool update_record(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "update_record",
       .title = "Update a record of yours",
       .description =
           "Change what one of your own records says while it stays the same record: close an "
           "incident, establish or deprecate a pattern, correct a field, mark a branch as merged "
           "(branch: null). Earlier revisions are kept. For a different decision use "
           "supersede_record. Refused if somebody else wrote it, or if it has another revision by "
           "now.",
       .effects = {.idempotent = true},
       .output_schema = stored_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return update(setting, arguments, call);
      });
}

}  // namespace memory
