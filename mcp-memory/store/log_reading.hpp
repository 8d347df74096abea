#pragma once
// What a projection keeps of reading its log of record, beside the records: up to where it was
// read, which message each change is, what came too late and what could not count.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "mcp-memory/store/projection.hpp"
#include "mcp-memory/store/verdict.hpp"
#include "sqlite/connection.hpp"

namespace memory {

// For any connection.

base::Result<LogPlace> place_in(sqlite::Connection& connection);

/// What is known here of a change, by one question: it is asked for each message. A message may be
/// stored twice, as its author never learned of the first time.
struct Seen {
  bool is_known = false;  ///< logged, or refused as a conflict: then nothing else is said
  std::optional<std::int64_t> own_number = {};        ///< in the outbox, if it waits there
  std::optional<std::int64_t> applied_position = {};  ///< of that one, if it is applied
};

base::Result<Seen> seen_of(sqlite::Connection& connection, const std::string& change_id);

// For the writing connection, inside a transaction.

base::Result<void> set_place(sqlite::Connection& connection, const LogPlace& place);

/// A change of this machine that the log holds where it does not count is not read back any more. A
/// copy of it elsewhere changes nothing.
base::Result<void> stop_waiting_for_refused(sqlite::Connection& connection,
                                            const std::string& change_id);

base::Result<void> quarantine(sqlite::Connection& connection,
                              const LogMessage& message,
                              const std::string& change_id,
                              const std::string& reason);

base::Result<void> note_logged(sqlite::Connection& connection,
                               std::int64_t position,
                               std::int64_t sequence,
                               const std::string& change_id);

base::Result<void> note_conflict(sqlite::Connection& connection,
                                 const LogMessage& message,
                                 const std::string& change_id,
                                 const Verdict& verdict);

}  // namespace memory
