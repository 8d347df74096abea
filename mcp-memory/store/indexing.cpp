#include "mcp-memory/store/indexing.hpp"

#include <utility>

#include "mcp-memory/store/derived.hpp"

namespace memory {

void Indexing::add(std::int64_t position, std::shared_ptr<const Kept> kept) {
  waiting_.push_back({position, std::move(kept)});
}

base::Result<void> Indexing::finish(sqlite::Connection& connection) {
  const std::vector<Unindexed> all = std::exchange(waiting_, {});
  for (const Unindexed& one : all)
    TRY(add_words(connection, one.position, one.kept->texts));
  for (const Unindexed& one : all)
    TRY(add_fragments(connection, one.position, one.kept->texts));
  std::vector<BandRow> bands;
  for (const Unindexed& one : all)
    for (const std::int64_t band : one.kept->bands)
      bands.push_back({band, one.position});
  return add_bands(connection, std::move(bands));
}

}  // namespace memory
