#include "endpoint/origin.hpp"

#include <algorithm>
#include <regex>
#include <string>

#include "base/text.hpp"

namespace endpoint {
namespace {

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

bool is_loopback_authority(std::string_view authority) {
  const std::string name = base::lower(authority);
  for (const std::string_view known : {"localhost", "127.0.0.1", "[::1]"}) {
    if (!name.starts_with(known)) continue;
    const std::string_view rest = std::string_view(name).substr(known.size());
    if (rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)))) return true;
  }
  return false;
}

bool is_loopback_origin(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return is_loopback_authority(origin.substr(scheme.size()));
  }
  return false;
}

bool is_origin(std::string_view text) {
  static const std::regex form(R"(https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?)");
  constexpr std::size_t origin_bytes_max = 300;
  return text.size() <= origin_bytes_max && std::regex_match(text.begin(), text.end(), form);
}

}  // namespace endpoint
