// Cookie and Set-Cookie as lines of a message of HTTP, of a command line or of a log.

#include "secrets/header_value.hpp"
#include "secrets/rules.hpp"
#include "secrets/value.hpp"

namespace secrets {
namespace {

constexpr std::string_view header = "cookie";
constexpr Characters message_line_end("\r\n");
constexpr Characters cookie_name_character("A-Za-z0-9_.!#$%&*+^|~-");
constexpr Characters value_character = Characters::all_but(" \t\r\n;,\"'\\");
constexpr Characters between("; \t");

/// Past the pairs that follow each other from `at` on.
std::size_t read_pairs(const Text& text, std::size_t at, Findings& findings) {
  while (at < text.size() && !message_line_end.has(text.at(at))) {
    const std::size_t name_end = text.run_end(at, cookie_name_character);
    if (name_end == at || text.at(name_end) != '=') return name_end;
    const std::size_t value = name_end + (text.at(name_end + 1) == '"' ? 2 : 1);
    const std::size_t end = text.run_end(value, value_character);
    const std::string_view shown = text.slice(value, end);
    if (looks_random(shown) && !is_placeholder(shown)) findings.push_back({"cookie", value, end});
    at = text.run_end(text.at(end) == '"' ? end + 1 : end, between);
    if (at == end) return end;
  }
  return at;
}

}  // namespace

Findings find_cookies(const Text& text) {
  Findings findings;
  for (std::size_t at = 0; at < text.size();) {
    const char first = text.at(at);
    const bool begins = (first == 'C' || first == 'c') && text.has_in_any_case(at, header) &&
                        (text.begins_token(at) || text.at(at - 1) == '-');
    if (!begins) {
      ++at;
      continue;
    }
    const std::size_t name_end = at + header.size();
    const std::size_t pairs = header_value(text, name_end);
    at = pairs > name_end ? read_pairs(text, pairs, findings) : name_end;
  }
  return findings;
}

}  // namespace secrets
