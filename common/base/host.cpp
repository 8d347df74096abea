#include "base/host.hpp"

#include <unistd.h>

#include <array>

namespace base {

std::string host_name() {
  constexpr std::size_t bytes_max = 256;
  std::array<char, bytes_max> name{};
  const bool is_named = ::gethostname(name.data(), name.size() - 1) == 0 && name.front() != '\0';
  return is_named ? name.data() : "unknown";
}

}  // namespace base
