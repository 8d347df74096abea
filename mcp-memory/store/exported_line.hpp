#pragma once
// A change of this store as a line of an export (docs/formats/memory-export.md).

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// Empty if nothing is left of the change: its record was purged.
base::Result<std::string> exported_line(sqlite::Connection& connection, std::int64_t position);

}  // namespace memory
