#pragma once
// Links and confirmations in their tables. For the writing connection, inside a transaction; the
// callers have checked that the change is allowed. Each function appends its change to the log.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mcp-memory/store/log.hpp"
#include "mcp-memory/store/target.hpp"

namespace memory {

/// A link whose ends were looked up; they must outlive it.
struct LinkedTargets {
  const Target& from;
  std::string_view relation;
  const Target& to;
  std::string note;
};

/// False: it was so already, and nothing was logged.
base::Result<bool> add_link(sqlite::Connection& connection,
                            const LinkedTargets& link,
                            const Occasion& occasion);

base::Result<bool> remove_link(sqlite::Connection& connection,
                               const LinkedTargets& link,
                               const Occasion& occasion);

base::Result<void> add_confirmation(sqlite::Connection& connection,
                                    const Target& target,
                                    std::string_view outcome,
                                    const std::string& evidence,
                                    const Occasion& occasion);

// The same in parts, for changes that come out of a log: whatever was so before, the last counts.

/// Without a line in the log. `kind` is linked or unlinked.
base::Result<void> set_link(sqlite::Connection& connection,
                            const LinkedTargets& link,
                            ChangeKind kind,
                            const Occasion& occasion);

base::Result<void> append_link(sqlite::Connection& connection,
                               const LinkedTargets& link,
                               ChangeKind kind,
                               const Occasion& occasion);

base::Result<void> set_confirmation(sqlite::Connection& connection,
                                    const Target& target,
                                    std::string_view outcome,
                                    const Occasion& occasion);

}  // namespace memory
