#include "mcp-runlog/format/edit_facts.hpp"

#include "mcp-runlog/format/body.hpp"

namespace runlog {
EditFacts edit_facts(std::string_view body_json) {
  const json::Document body = parsed_body(body_json);
  return {.patch = text_member(body.root(), "patch"),
          .lines_added = count_in(body.root(), "lines_added"),
          .lines_removed = count_in(body.root(), "lines_removed"),
          .sha256_before = text_member(body.root(), "sha256_before"),
          .sha256_after = text_member(body.root(), "sha256_after")};
}

}  // namespace runlog
