// Any JSON as the arguments of write_record: decoded, or refused with arguments that are accepted.

#include "fuzz/fuzz.hpp"
#include "mcp-memory/record_shape.hpp"

FUZZ_TARGET(input) {
  const auto document = json::parse(input);
  if (!document) return;
  const auto& shape = memory::shape_of(static_cast<const memory::Draft*>(nullptr));
  const auto decoded = shape.decode(document->root());
  const auto* rejection = std::get_if<json::Rejection>(&decoded);
  if (rejection == nullptr) {
    CHECK(json::parse(memory::document_of(std::get<memory::Draft>(decoded))));
    return;
  }
  CHECK(!rejection->violations.empty());
  const auto suggested = json::parse(rejection->suggestion);
  CHECK(suggested);
  CHECK(json::check(shape.rule(), suggested->root()).empty());
  CHECK(std::holds_alternative<memory::Draft>(shape.decode(suggested->root())));
}
