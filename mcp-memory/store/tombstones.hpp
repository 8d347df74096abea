#pragma once
// Tombstones: what is left of a purged record. For the writing connection, inside a transaction.

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "mcp-memory/store/log.hpp"

namespace memory {

base::Result<bool> is_purged(sqlite::Connection& connection, const std::string& id);

/// Of a record or of the tombstone in its place; not_found if there never was one.
base::Result<std::int64_t> position_of(sqlite::Connection& connection, const std::string& id);

struct Tombstone {
  std::string id;
  std::string type;
  std::string reason;
  std::int64_t revision;  ///< the last that there was
};

/// Takes the record out of every table, if there is one, and keeps its id from coming back.
base::Result<void> leave_tombstone(sqlite::Connection& connection,
                                   const Tombstone& tombstone,
                                   const Occasion& occasion);

}  // namespace memory
