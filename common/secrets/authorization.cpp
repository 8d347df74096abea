#include <algorithm>

#include "base/base64.hpp"
#include "secrets/header_value.hpp"
#include "secrets/rules.hpp"
#include "secrets/value.hpp"

namespace secrets {
namespace {

constexpr Characters credential("A-Za-z0-9._~+/=-");

bool is_bearer_token(std::string_view value) {
  constexpr std::size_t token_bytes_min = 16;
  return value.size() >= token_bytes_min && looks_random(value) && !is_placeholder(value);
}

/// user:password in Base64. Most words are valid Base64 too, but not of such text.
bool is_basic(std::string_view value) {
  constexpr std::size_t value_bytes_max = 1024;
  static constexpr Characters visible("!-~");
  if (value.size() > value_bytes_max) return false;
  const auto decoded = base::read_base64(value);
  if (!decoded || decoded->empty() || decoded->find(':') == std::string::npos) return false;
  return decoded->back() != ':' && std::all_of(decoded->begin(), decoded->end(), [](char c) {
           return visible.has(c) || c == ' ';
         });
}

struct Scheme {
  std::string_view name;
  std::string_view kind;
  bool (*is_credential)(std::string_view value);
};

constexpr Scheme schemes[] = {{"bearer ", "bearer token", is_bearer_token},
                              {"basic ", "user and password of HTTP Basic", is_basic}};

/// The end of the sentence is no part of the token.
std::size_t without_full_stop(const Text& text, std::size_t begin, std::size_t end) {
  return end > begin && text.at(end - 1) == '.' ? end - 1 : end;
}

void find_credential(const Text& text, std::size_t at, const Scheme& scheme, Findings& findings) {
  const std::size_t begin = at + scheme.name.size();
  const std::size_t end = without_full_stop(text, begin, text.run_end(begin, credential));
  if (scheme.is_credential(text.slice(begin, end))) findings.push_back({scheme.kind, begin, end});
}

bool has_own_scheme(const Text& text, std::size_t at) {
  return std::any_of(std::begin(schemes), std::end(schemes), [&](const Scheme& scheme) {
    return text.has_in_any_case(at, scheme.name);
  });
}

/// In the header of that name any scheme will do, or none: `token` and `ApiKey` are no standards.
void find_in_header(const Text& text, std::size_t at, Findings& findings) {
  constexpr std::string_view name = "authorization";
  constexpr std::size_t scheme_bytes_max = 32;
  if (!text.has_in_any_case(at, name)) return;
  const std::size_t name_end = at + name.size();
  const std::size_t value = header_value(text, name_end);
  if (value == name_end || has_own_scheme(text, value)) return;
  const std::size_t scheme_end = text.run_end(value, token, scheme_bytes_max);
  const bool has_scheme = scheme_end > value && text.at(scheme_end) == ' ';
  const std::size_t begin = has_scheme ? scheme_end + 1 : value;
  const std::size_t end = without_full_stop(text, begin, text.run_end(begin, credential));
  if (is_bearer_token(text.slice(begin, end)))
    findings.push_back({"value of Authorization", begin, end});
}

}  // namespace

Findings find_authorization(const Text& text) {
  Findings findings;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char first = text.at(at);
    if (first == 'A' || first == 'a') {
      find_in_header(text, at, findings);
      continue;
    }
    if ((first != 'B' && first != 'b') || !text.begins_token(at)) continue;
    for (const Scheme& scheme : schemes) {
      if (text.has_in_any_case(at, scheme.name)) find_credential(text, at, scheme, findings);
    }
  }
  return findings;
}

}  // namespace secrets
