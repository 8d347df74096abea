#pragma once
// base::format: text with values in it. The only door to fmt.

#include <fmt/core.h>

namespace base {

using fmt::format;

}  // namespace base
