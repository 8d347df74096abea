// Any bytes: parsed or refused within limits, and what was accepted survives a dump.

#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "json/document.hpp"

FUZZ_TARGET(input) {
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
