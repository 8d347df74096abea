#include "mcp-memory/store/exported_change.hpp"

#include "base/clock.hpp"
#include "json/document.hpp"
#include "mcp-memory/record_shape.hpp"

namespace memory {
namespace {

using json::field;

constexpr const char* opening = R"({"format":"agent-smith memory","version":1})";

using Field = json::Field<ExportedChange>;

Field when(Field field, std::vector<std::string> kinds) {
  auto allowed = std::move(field).only_when("change", kinds);
  return std::move(allowed).required_when("change", std::move(kinds));
}

template <class E>
std::vector<std::string> spelled(E any) {
  const auto names = names_of(any);
  return {names.begin(), names.end()};
}

std::vector<Field> common_fields() {
  return {
      field("change", &ExportedChange::kind),
      field("id", &ExportedChange::id).characters(36, 36).form(record_id_form()),
      field("at", &ExportedChange::at).characters(10, 40).form(time_form()),
      field("agent", &ExportedChange::agent).characters(1, 200),
      field("project", &ExportedChange::project).characters(1, 4096),
      field("run_id", &ExportedChange::run_id).characters(1, 100).optional(),
      field("trace_id", &ExportedChange::trace_id).characters(1, 100).optional(),
      field("revision", &ExportedChange::revision).between(1, 1'000'000'000),
  };
}

std::vector<Field> fields_by_kind() {
  return {
      when(field("record", &ExportedChange::record), {"written", "updated"}),
      field("fields", &ExportedChange::fields).only_when("change", {"updated"}),
      field("replaces", &ExportedChange::replaces)
          .characters(16, 16)
          .only_when("change", {"updated"}),
      when(field("by", &ExportedChange::by).characters(36, 36).form(record_id_form()),
           {"superseded"}),
      when(field("reason", &ExportedChange::reason).characters(0, 2000), {"superseded", "purged"}),
      when(field("relation", &ExportedChange::relation).among(spelled(Relation{})),
           {"linked", "unlinked"}),
      when(field("to", &ExportedChange::to).characters(36, 36).form(record_id_form()),
           {"linked", "unlinked"}),
      field("note", &ExportedChange::note)
          .characters(1, 1000)
          .only_when("change", {"linked", "unlinked"}),
      when(field("outcome", &ExportedChange::outcome).among(spelled(Outcome{})), {"confirmed"}),
      when(field("evidence", &ExportedChange::evidence).characters(1, 2000), {"confirmed"}),
      when(field("type", &ExportedChange::type).among(spelled(RecordType{})), {"purged"}),
  };
}

const json::Shape<ExportedChange>& shape() {
  static const json::Shape<ExportedChange> shape = [] {
    auto fields = common_fields();
    for (Field& more : fields_by_kind())
      fields.push_back(std::move(more));
    return json::Shape<ExportedChange>(std::move(fields));
  }();
  return shape;
}

std::string sentence_of(const std::vector<json::Violation>& violations) {
  std::string sentence;
  for (const json::Violation& violation : violations) {
    if (!sentence.empty()) sentence += "; ";
    sentence += violation.pointer + ": " + violation.what;
  }
  return sentence;
}

}  // namespace

std::string export_opening() {
  return opening;
}

bool is_export_opening(std::string_view line) {
  return line == opening;
}

base::Result<ExportedChange> exported_change(std::string_view line) {
  const auto document = TRY(json::parse(line));
  if (!document.root().find("format").is(json::Kind::absent))
    return base::invalid("begins an export of another version; this program reads version 1");
  auto decoded = shape().decode(document.root());
  if (const auto* rejection = std::get_if<json::Rejection>(&decoded))
    return base::invalid(sentence_of(rejection->violations));
  auto change = std::get<ExportedChange>(std::move(decoded));
  if (change.record && change.record->status.empty())
    change.record->status = statuses_of(change.record->type).front();
  return change;
}

}  // namespace memory
