#include "base/digest.hpp"

#include <sys/types.h>

#include <sha256.h>  // libmd

#include <array>

namespace base {

std::string sha256_hex(std::string_view bytes) {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> digits{};
  SHA256Data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), digits.data());
  return digits.data();
}

}  // namespace base
