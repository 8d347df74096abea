#pragma once
// Verdict: what a change of the log does to the records as they are. The same on every machine,
// because it depends on the messages before it alone.
//
// For the writing connection, inside a transaction.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/store/record_rows.hpp"
#include "sqlite/connection.hpp"

namespace memory {

struct Verdict {
  enum class Kind {
    applied,
    conflict,  ///< another change was first
    moot       ///< about a record that was purged: nothing is left of it
  };
  Kind kind = Kind::applied;
  std::int64_t position = 0;  ///< of the change, if it was applied
  std::string reason = {};    ///< of a conflict
  bool is_cycle = false;      ///< the conflict: records would replace each other
};

/// Applies the change if nothing stands in its way. Errors are those of the store; `invalid` says
/// that no order of messages would make this change acceptable. `kept`: of the change's record, if
/// it is known already. A record that is new then has to be indexed: see Indexing.
base::Result<Verdict> judge(sqlite::Connection& connection,
                            const ExportedChange& change,
                            const Kept* kept = nullptr);

/// The change was applied before messages that came first in the log: links and confirmations, of
/// which the last counts, are set once more.
base::Result<void> confirm_effect(sqlite::Connection& connection, const ExportedChange& change);

/// Undoes an update or supersession that judge() or the author's own call has applied at this
/// position, as long as nothing was built upon it.
base::Result<void> take_back(sqlite::Connection& connection,
                             const ExportedChange& change,
                             std::int64_t position);

}  // namespace memory
