// Any question to the full-text index of mcp-memory: found or not, never an error.

#include <cstdio>

#include "fuzz/fuzz.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "support/temporary_directory.hpp"

static memory::Record sample() {
  memory::Record record;
  record.id = "01234567-89ab-7def-8123-456789abcdef";
  record.author = {"devbot", "project", {}, {}};
  record.draft.title = "Orders are stored in PostgreSQL";
  record.draft.summary = "They need transactions with payments, NEAR each other AND fast.";
  return record;
}

FUZZ_TARGET(input) {
  static const support::TemporaryDirectory directory;
  static memory::RecordStore store(directory.path() / "memory.db");
  static const bool is_stored = static_cast<bool>(store.add({}, sample()));
  CHECK(is_stored);
  const auto found = store.search({}, std::string(input), {.project = "project"}, 0, 10);
  if (!found) std::fprintf(stderr, "%s\n", found.error().message.c_str());
  CHECK(found);
}
