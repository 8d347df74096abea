#pragma once
// The machine that this process runs on.

#include <string>

namespace base {

/// As the system calls it; "unknown" if it does not say.
std::string host_name();

}  // namespace base
