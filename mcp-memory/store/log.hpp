#pragma once
// The log of all changes. Every change of a record appends one row in the same transaction.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "mcp-memory/change.hpp"
#include "mcp-memory/record.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// Who changes something, and when.
struct Occasion {
  Author author;
  base::Instant at;
};

/// Of a change that was made elsewhere, or earlier.
Occasion occasion_of(const ExportedChange& change);

/// Where the next change goes.
base::Result<std::int64_t> next_position(sqlite::Connection& connection);

/// What the log says of one change, beside its occasion.
struct LogLine {
  ChangeKind kind;
  std::optional<std::int64_t> record = {};  ///< its position; nothing: this change writes it
  std::int64_t revision;                    ///< of the record, after the change
  std::string detail = "{}";                ///< JSON object
};

/// Gives the position of the change.
base::Result<std::int64_t> append_change(sqlite::Connection& connection,
                                         const LogLine& line,
                                         const Occasion& occasion);

/// What rows of changes_query() hold.
base::Result<Change> change_of(const sqlite::Statement& row);

/// Columns and tables of a query for change_of(), up to its conditions on c.
inline constexpr const char* changes_query =
    "SELECT c.position, c.kind, c.at_ms, c.agent, c.run_id, c.revision, json_remove(c.detail, "
    "'$.replaces'), r.id, r.type, "
    "r.title, r.summary FROM changes c LEFT JOIN records r ON r.position = c.record ";

}  // namespace memory
