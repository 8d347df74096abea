// Any question to a small memory: found or not, never an error, and never what is not a share.

#include <cstdio>

#include "fuzz/fuzz.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "support/temporary_directory.hpp"

namespace {

memory::Record record(char number, const std::string& title, const std::string& summary) {
  memory::Record record;
  record.id = std::string("01234567-89ab-7def-8123-45678abcdef") + number;
  record.author = {"devbot", "project", {}, {}};
  record.draft.title = title;
  record.draft.summary = summary;
  record.draft.aliases = {
      "src/orders/total_price.cpp", "ERR_0x80070005", "\xE6\x97\xA5\xE6\x9C\xAC"};
  return record;
}

/// Two records in force and one that the second superseded.
void fill(memory::RecordStore& store) {
  const auto first = record('1', "Orders are stored in PostgreSQL", "NEAR each other AND fast.");
  const auto second = record('2', "Orders are stored in SQLite", "They need no \"server\" (yet).");
  const auto third = record('3', "R\xC3\xA9sum\xC3\xA9s are kept", "col:umn {title} -not ^first*");
  CHECK(store.add({}, first));
  CHECK(store.add({}, second, memory::Supersession{first.id, "Changed."}));
  CHECK(store.add({}, third));
}

}  // namespace

FUZZ_TARGET(input) {
  static const support::TemporaryDirectory directory;
  static memory::RecordStore store(directory.path() / "memory.db");
  static const bool is_filled = (fill(store), true);
  CHECK(is_filled);
  const base::Instant now{std::chrono::hours(500'000)};
  for (const bool superseded : {false, true}) {
    memory::Filter filter{.project = "project", .superseded = superseded};
    if (superseded && input.size() % 2 == 1) filter.as_of = now;
    const auto found = store.search({}, std::string(input), filter, now, {0, 10});
    if (!found) std::fprintf(stderr, "%s\n", found.error().message.c_str());
    CHECK(found);
    CHECK(found->matches.size() <= (superseded ? 3U : 2U));
    for (const memory::Match& match : found->matches)
      CHECK(match.strength >= 0 && match.strength <= 1);
  }
}
