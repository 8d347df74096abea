// Any bytes: parsed or refused within limits, and what was accepted survives a dump. What the quick
// parser takes is what the exact one makes of it.

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "json/document.hpp"
#include "json/exact_parse.hpp"
#include "json/quick_parse.hpp"

namespace {

using Dom = nlohmann::ordered_json;

void check_both_ways(std::string_view input) {
  Dom quick, exact;
  if (!json::parse_quickly(input, quick)) return;
  const auto violation = json::parse_exactly(input, exact);
  CHECK(violation && !*violation);
  CHECK(Dom::to_cbor(quick) == Dom::to_cbor(exact));
}

}  // namespace

FUZZ_TARGET(input) {
  check_both_ways(input);
  const auto pruned = json::parse_pruned(input);
  const auto strict = json::parse(input);
  CHECK(static_cast<bool>(strict) == (pruned && !pruned->violation));
  if (!pruned) {
    CHECK(pruned.error().message.size() < 500);
    return;
  }
  const std::string dumped = pruned->document.root().dump();
  CHECK(base::is_utf8(dumped));
  const auto again = json::parse(dumped);
  CHECK(again);
  CHECK(again->root().dump() == dumped);
}
