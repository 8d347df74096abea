#pragma once
// Tombstones: what is left of a purged record. For the writing connection, inside a transaction.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "mcp-memory/store/log.hpp"

namespace memory {

base::Result<bool> is_purged(sqlite::Connection& connection, const std::string& id);

/// What there is under an id.
struct Heard {
  bool record = false;
  bool tombstone = false;
  /// Its place below 0, if it took another's before it was there itself.
  std::optional<std::int64_t> missing = {};
};

base::Result<Heard> heard_of(sqlite::Connection& connection, const std::string& id);

/// Of a record or of the tombstone in its place; not_found if there never was one.
base::Result<std::int64_t> position_of(sqlite::Connection& connection, const std::string& id);

/// Of what takes another record's place. A record that the log does not have was purged, and its
/// tombstone is still to come: it gets a place below 0.
base::Result<std::int64_t> successor_position(sqlite::Connection& connection,
                                              const std::string& id);

/// The record that had the place below 0 is there after all, at this position.
base::Result<void> found_successor(sqlite::Connection& connection,
                                   std::int64_t missing,
                                   std::int64_t position);

struct Tombstone {
  std::string id;
  std::string type;
  std::string reason;
  std::int64_t revision;  ///< the last that there was
};

/// Takes the record out of every table, if there is one, and keeps its id from coming back. With a
/// log of record, nothing that names it leaves this machine any more.
base::Result<void> leave_tombstone(sqlite::Connection& connection,
                                   const Tombstone& tombstone,
                                   const Occasion& occasion);

/// Makes way for another tombstone of the record, as long as this one waits in the outbox; false:
/// it is in the log and stays.
base::Result<bool> withdraw_tombstone(sqlite::Connection& connection, const std::string& id);

/// What the log said of the record meanwhile and what did not count there: it may hold its words,
/// or hang on it. Only the sequences of those messages are kept, for whoever erases them.
base::Result<void> forget_what_named(sqlite::Connection& connection, const std::string& id);

}  // namespace memory
