#pragma once
// SHA-256, for content hashes and token look-ups.

#include <string>
#include <string_view>

namespace base {

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace base
