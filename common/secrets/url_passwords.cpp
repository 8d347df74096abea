#include <algorithm>

#include "secrets/rules.hpp"
#include "secrets/value.hpp"

namespace secrets {
namespace {

constexpr std::string_view after_scheme = "://";

/// http://host:80?to=a@b has a port, not a password.
bool begins_with_port(std::string_view password) {
  const std::size_t end = password.find_first_not_of("0123456789");
  constexpr std::string_view after_port = "?#,;&|)";
  return end != 0 && end != std::string_view::npos &&
         after_port.find(password[end]) != std::string_view::npos;
}

/// The password in user:password@host, as a piece of `authority`; empty if there is none.
std::string_view password_in(std::string_view authority) {
  const std::size_t host = authority.rfind('@');
  if (host == std::string_view::npos) return {};
  const std::size_t colon = authority.substr(0, host).find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view password = authority.substr(colon + 1, host - colon - 1);
  // redis://[[user:]password@]host is a grammar.
  if (password.starts_with(']')) return {};
  return begins_with_port(password) || is_placeholder(password) ? std::string_view() : password;
}

}  // namespace

Findings find_url_passwords(const Text& text) {
  // Nothing else ends it: passwords have all sorts of characters, also where they should not.
  constexpr Characters authority_character = Characters::all_but("/ \t\r\n\"'`<>\\");
  constexpr std::size_t authority_bytes_max = 1024;
  Findings findings;
  for (std::size_t at = text.find(after_scheme, 0); at < text.size();
       at = text.find(after_scheme, at + 1)) {
    if (!alnum.has(text.at(at - 1))) continue;
    const std::size_t begin = at + after_scheme.size();
    const std::size_t end = text.run_end(begin, authority_character, authority_bytes_max);
    const std::string_view authority = text.slice(begin, end);
    const std::string_view password = password_in(authority);
    if (password.empty()) continue;
    const auto password_begin =
        begin + static_cast<std::size_t>(password.data() - authority.data());
    findings.push_back(
        {"password in a connection string", password_begin, password_begin + password.size()});
  }
  return findings;
}

}  // namespace secrets
