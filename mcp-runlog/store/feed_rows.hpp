#pragma once
// Rows of the table feeds.

#include "base/result.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "sqlite/connection.hpp"

namespace runlog {

/// A delivery ends a trouble. `added`: events that were not there before.
base::Result<void> note_delivery(sqlite::Connection& connection,
                                 const Delivery& delivery,
                                 std::int64_t added);

}  // namespace runlog
