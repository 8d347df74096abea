#pragma once
// Documents of revisions, current and past.

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "mcp-memory/store/target.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// The document of this revision; empty if there is none.
base::Result<std::string> known_document(sqlite::Connection& connection,
                                         const Target& target,
                                         std::int64_t revision);

/// conflict if the successors of `by` lead to the target, or are it.
base::Result<void> check_succession(sqlite::Connection& connection,
                                    const Target& target,
                                    std::int64_t by);

}  // namespace memory
