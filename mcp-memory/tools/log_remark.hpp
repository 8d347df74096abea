#pragma once
// What tools that read say where the memory is shared through a log: that they may not see all.

#include "mcp-memory/tools.hpp"

namespace memory {

/// The same tool; its replies end with Memory::remark_on_log(), if there is something to remark.
mcp::Tool with_log_remark(const Setting& setting, mcp::Tool tool);

}  // namespace memory
