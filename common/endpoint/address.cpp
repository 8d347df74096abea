#include "endpoint/address.hpp"

#include <charconv>

#include "base/format.hpp"
#include "base/text.hpp"

namespace endpoint {
namespace {

base::Error wrong_address(std::string_view text) {
  return base::invalid(
      base::format("\"{}\" is no address to listen on; say ADDRESS:PORT, for instance "
                   "127.0.0.1:8080 or [::1]:8080 (port 0 takes any free one)",
                   base::shortened(text, 100)));
}

}  // namespace

bool Address::is_loopback() const {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string Address::authority(int actual_port) const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return is_v6 ? base::format("[{}]:{}", host, actual_port)
               : base::format("{}:{}", host, actual_port);
}

base::Result<Address> read_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  std::string_view host = "127.0.0.1";
  if (colon != std::string_view::npos) host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon == std::string_view::npos ? 0 : colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find_first_of(":[]") != std::string_view::npos) {
    return wrong_address(text);  // an IPv6 address needs brackets
  }
  int port = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (host.empty() || !whole || port < 0 || port > 65535) return wrong_address(text);
  return Address{std::string(host), port};
}

}  // namespace endpoint
