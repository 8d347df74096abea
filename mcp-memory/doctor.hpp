#pragma once
// `doctor`: who this process is, where its records are and whether they are in order, in plain
// words.

#include "mcp-memory/tools.hpp"

namespace memory {

/// Prints one line a fact, marked "ok" or "!!". Returns 1 if anything is wrong.
int doctor(const Setting& setting);

}  // namespace memory
