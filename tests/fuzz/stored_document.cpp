// Any JSON as a draft and as a change of it: what is accepted is stored in one form, which reads
// back as itself, and a change leaves a draft or says what is wrong.

#include "fuzz/fuzz.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/store/derived.hpp"

namespace {

using Decoded = std::variant<memory::Draft, json::Rejection>;

const json::Shape<memory::Draft>& shape() {
  return memory::shape_of(static_cast<const memory::Draft*>(nullptr));
}

/// The stored form of what was accepted.
std::string stored(const memory::Draft& draft) {
  const std::string document = memory::document_of(draft);
  const auto parsed = json::parse(document);
  CHECK(parsed);
  const auto again = shape().decode(parsed->root());
  CHECK(std::holds_alternative<memory::Draft>(again));
  CHECK(memory::document_of(std::get<memory::Draft>(again)) == document);
  CHECK(memory::document_of(shape().read(parsed->root())) == document);
  CHECK(!memory::indexed_texts(draft).title.empty());
  return document;
}

void check(const base::Result<Decoded>& changed) {
  if (!changed) {
    CHECK(!changed.error().message.empty());
  } else if (const auto* rejection = std::get_if<json::Rejection>(&*changed)) {
    CHECK(!rejection->violations.empty());
  } else {
    stored(std::get<memory::Draft>(*changed));
  }
}

constexpr std::string_view known =
    R"({"type":"runbook","title":"Free the disk","summary":"What to know of it.","status":"draft",)"
    R"("triggers":["DiskFull"],"steps":[{"action":"Look"}],"verification":["Below 70%"],)"
    R"("risk":"read_only"})";

}  // namespace

FUZZ_TARGET(input) {
  const auto parsed = json::parse(input);
  if (!parsed || !parsed->root().is(json::Kind::object)) return;
  const json::Object change{parsed->root().dump()};
  check(memory::changed_draft(std::string(known), change));
  const auto decoded = shape().decode(parsed->root());
  if (!std::holds_alternative<memory::Draft>(decoded)) return;
  const std::string document = stored(std::get<memory::Draft>(decoded));
  const auto same = memory::changed_draft(document, json::Object{"{}"});
  CHECK(same && std::holds_alternative<memory::Draft>(*same));
  CHECK(memory::document_of(std::get<memory::Draft>(*same)) == document);
  check(memory::changed_draft(document, change));
}
