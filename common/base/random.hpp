#pragma once
// Randomness that nobody can predict, from the kernel: keys, tokens, ids.

#include <cstddef>
#include <string>

namespace base {

std::string random_bytes(std::size_t count);

}  // namespace base
