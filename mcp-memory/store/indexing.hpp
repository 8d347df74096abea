#pragma once
// Indexing: what is derived from many new records, added index by index instead of record by
// record. An index whose turn it is has the processor's caches for itself, which takes a seventh
// off the time in which a new machine catches up (tests/bench, memory-log).
//
// For the writing connection, inside a transaction.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/store/record_rows.hpp"
#include "sqlite/connection.hpp"

namespace memory {

class Indexing {
 public:
  /// The record is there, by insert_unindexed(). Until finish() nobody may update or purge it. Of
  /// `kept` only what is derived is used, not the draft.
  void add(std::int64_t position, std::shared_ptr<const Kept> kept);

  base::Result<void> finish(sqlite::Connection& connection);

 private:
  struct Unindexed {
    std::int64_t position;
    std::shared_ptr<const Kept> kept;
  };

  std::vector<Unindexed> waiting_;
};

/// The work of one transaction that indexes many records: the full-text indexes and the page cache
/// are set up for that meanwhile.
base::Result<void> in_bulk(sqlite::Connection& connection,
                           const std::function<base::Result<void>()>& work);

}  // namespace memory
