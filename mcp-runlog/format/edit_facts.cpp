#include "mcp-runlog/format/edit_facts.hpp"

#include "mcp-runlog/format/body.hpp"

namespace runlog {
namespace {

std::optional<std::int64_t> count_member(json::View object, std::string_view name) {
  const json::View value = object.find(name);
  if (!value.is(json::Kind::integer) || value.integer() < 0) return std::nullopt;
  return value.integer();
}

}  // namespace

EditFacts edit_facts(std::string_view body_json) {
  const json::Document body = parsed_body(body_json);
  return {.patch = text_member(body.root(), "patch"),
          .lines_added = count_member(body.root(), "lines_added"),
          .lines_removed = count_member(body.root(), "lines_removed"),
          .sha256_before = text_member(body.root(), "sha256_before"),
          .sha256_after = text_member(body.root(), "sha256_after")};
}

}  // namespace runlog
