#include "base/uuid.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "base/format.hpp"
#include "base/random.hpp"

namespace base {
namespace {

std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  std::memcpy(&bits, random_bytes(sizeof bits).data(), sizeof bits);
  return bits;
}

bool is_hex(char c) {
  return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::string UuidSource::next() {
  const std::uint64_t random = random_bits();
  std::uint64_t ticks = static_cast<std::uint64_t>(clock_().time_since_epoch().count()) << 12U;
  {
    const Lock lock(mutex_);
    ticks = std::max(ticks, last_ticks_ + 1);
    last_ticks_ = ticks;
  }
  const std::uint64_t high = ((ticks >> 12U) << 16U) | 0x7000U | (ticks & 0xFFFU);
  const std::uint64_t low = (random & 0x3FFFFFFFFFFFFFFFU) | 0x8000000000000000U;
  return uuid_from_hex(format("{:016x}{:016x}", high, low));
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool hyphen = at == 8 || at == 13 || at == 18 || at == 23;
    if (hyphen ? text[at] != '-' : !is_hex(text[at])) return false;
  }
  return true;
}

bool is_uuid_v7_hex(std::string_view digits) {
  constexpr std::string_view variants = "89abAB";
  return digits.size() == 32 && std::all_of(digits.begin(), digits.end(), is_hex) &&
         digits[12] == '7' && variants.find(digits[16]) != std::string_view::npos;
}

std::string uuid_from_hex(std::string_view digits) {
  std::string uuid;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at == 8 || at == 12 || at == 16 || at == 20) uuid += '-';
    uuid += static_cast<char>(std::tolower(static_cast<unsigned char>(digits[at])));
  }
  return uuid;
}

}  // namespace base
