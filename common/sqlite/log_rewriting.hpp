#pragma once
// For a disk that has failed to sync the write-ahead log: the system then takes its pages for
// written, though the disk may have lost them, and the next sync succeeds. Writing the same bytes
// again makes them unwritten, so that a sync means what it says.

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

/// Writes and syncs all that is committed in the log, to the byte what it was; readers are not
/// disturbed. Only under the write lock and outside of a transaction. unavailable: the disk has
/// failed again, or what can be read is not what was written any more.
base::Result<void> write_log_again(Connection& connection);

}  // namespace sqlite
