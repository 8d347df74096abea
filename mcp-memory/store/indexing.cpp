#include "mcp-memory/store/indexing.hpp"

#include <utility>

#include "base/format.hpp"
#include "mcp-memory/store/derived.hpp"

namespace memory {
namespace {

/// How the full-text indexes collect what they are given.
struct Collecting {
  int bytes_in_memory;   ///< what is over it becomes a segment before the transaction ends
  int segments_at_once;  ///< so many of one size are merged into one
};

constexpr Collecting single_writes{1024 * 1024, 8};
constexpr Collecting large_batches{16 * 1024 * 1024, 16};

/// A setting in the file, and part of the transaction like all else.
base::Result<void> collect(sqlite::Connection& connection, const Collecting& how) {
  for (const char* table : {"record_words", "record_fragments"}) {
    TRY(connection.run(
        base::format("INSERT INTO {0} ({0}, rank) VALUES ('hashsize', {1}), ('automerge', {2})",
                     table,
                     how.bytes_in_memory,
                     how.segments_at_once)));
  }
  return {};
}

/// A transaction that touches more pages than the cache holds writes and reads them again and
/// again.
class LargeCache {
 public:
  explicit LargeCache(sqlite::Connection& connection) : connection_(connection) {
    static_cast<void>(set(kib));
  }

  ~LargeCache() { static_cast<void>(set(sqlite::default_cache_kib)); }

  LargeCache(const LargeCache&) = delete;
  LargeCache& operator=(const LargeCache&) = delete;

 private:
  static constexpr int kib = 16'000;

  base::Result<void> set(int size) {
    return connection_.run(base::format("PRAGMA cache_size={}", -size));
  }

  sqlite::Connection& connection_;
};

}  // namespace

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

base::Result<void> in_bulk(sqlite::Connection& connection,
                           const std::function<base::Result<void>()>& work) {
  const LargeCache cache(connection);
  TRY(collect(connection, large_batches));
  TRY(work());
  return collect(connection, single_writes);
}

}  // namespace memory
