// Any lines as an export that is brought in: each is applied or refused alone, and what the memory
// then exports is accepted as nothing new.

#include <optional>

#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "support/temporary_directory.hpp"

namespace {

/// A memory grows with what is brought in; after so many inputs a new one is begun.
constexpr int inputs_max = 200;
constexpr std::size_t lines_max = 50;

struct Place {
  support::TemporaryDirectory directory;
  memory::RecordStore store{directory.path() / "memory.db"};
  int inputs = 0;
};

std::vector<memory::ExportedChange> changes_in(std::string_view text) {
  std::vector<memory::ExportedChange> changes;
  for (const std::string_view line : base::split(text, '\n')) {
    if (changes.size() == lines_max) break;
    auto change = memory::exported_change(line);
    if (!change) {
      CHECK(!change.error().message.empty());
      continue;
    }
    changes.push_back(std::move(change).value());
  }
  return changes;
}

void export_again(memory::RecordStore& store) {
  std::vector<memory::ExportedChange> changes;
  CHECK(store.export_changes({}, "", [&](const std::string& line) -> base::Result<void> {
    if (memory::is_export_opening(line)) return {};
    auto change = memory::exported_change(line);
    CHECK(change);
    changes.push_back(std::move(change).value());
    return {};
  }));
  const auto results = store.import_changes({}, changes);
  CHECK(results && results->size() == changes.size());
  for (const auto& result : *results)
    CHECK(result && *result == memory::Applied::before);
}

}  // namespace

FUZZ_TARGET(input) {
  static std::optional<Place> place;
  if (!place || place->inputs == inputs_max) place.emplace();
  ++place->inputs;
  const auto changes = changes_in(input);
  if (changes.empty()) return;
  const auto results = place->store.import_changes({}, changes);
  CHECK(results && results->size() == changes.size());
  bool any = false;
  for (const auto& result : *results)
    any = any || (result && *result == memory::Applied::now);
  if (any) export_again(place->store);
}
