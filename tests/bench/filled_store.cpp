#include "bench/filled_store.hpp"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/store/derived.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "mcp-memory/store/schema.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t seed = 4;

/// What a store depends on beside the number of its records.
std::string store_form() {
  std::string form = base::format("{} {} {}", seed, corpus_form, memory::derived_form);
  for (const sqlite::Migration& migration : memory::migrations())
    form += migration.sql;
  return base::sha256_hex(form).substr(0, 12);
}

memory::ExportedChange parsed(std::string_view line) {
  auto change = memory::exported_change(line);
  if (!change) throw std::runtime_error("the corpus is no export: " + change.error().message);
  return std::move(change).value();
}

void take(memory::RecordStore& store, const std::vector<memory::ExportedChange>& changes) {
  const auto results = store.import_changes({}, changes);
  if (!results) throw std::runtime_error(results.error().message);
  for (const auto& result : *results)
    if (!result) throw std::runtime_error("the corpus is not taken: " + result.error().message);
}

void fill(const fs::path& home, std::uint64_t records) {
  constexpr std::size_t batch = 500;
  memory::RecordStore store(home / "memory.db");
  std::vector<memory::ExportedChange> changes;
  for (std::uint64_t number = 0; number < records; ++number) {
    const std::string lines = corpus().export_lines(number);
    for (const std::string_view line : base::split(lines, '\n'))
      if (!line.empty()) changes.push_back(parsed(line));
    if (changes.size() < batch && number + 1 < records) continue;
    take(store, changes);
    changes.clear();
  }
  if (const auto folded = store.fold_words({}); !folded)
    throw std::runtime_error(folded.error().message);
}

fs::path new_directory(const fs::path& parent) {
  fs::create_directories(parent);
  std::string name = parent / "own-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  return name;
}

}  // namespace

const Corpus& corpus() {
  static const Corpus corpus(seed);
  return corpus;
}

fs::path filled_home(const Contestants& contestants, std::uint64_t records) {
  fs::path home = fs::path(contestants.stores) / base::format("{}-{}", records, store_form());
  if (fs::exists(home)) return home;
  const fs::path unfinished = new_directory(contestants.stores);
  fill(unfinished, records);
  fs::rename(unfinished, home);
  return home;
}

OwnHome::OwnHome(const Contestants& contestants, std::uint64_t records)
    : path_(new_directory(contestants.stores)) {
  if (records == 0) return;
  fs::copy(filled_home(contestants, records), path_, fs::copy_options::recursive);
  // What the copy leaves to be written would be written during the first commits.
  ::sync();
}

OwnHome::~OwnHome() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace bench
