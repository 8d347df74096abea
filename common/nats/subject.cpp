#include "nats/subject.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"

namespace nats {
namespace {

/// The server's default for one line of its protocol is 4,096.
constexpr std::size_t subject_bytes_max = 1000;

bool is_literal(std::string_view token) {
  return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) {
    return c > ' ' && c <= '~' && c != '*' && c != '>';
  });
}

}  // namespace

bool is_subject(std::string_view text) {
  const auto tokens = base::split(text, '.');
  return text.size() <= subject_bytes_max && std::all_of(tokens.begin(), tokens.end(), is_literal);
}

bool is_subject_filter(std::string_view text) {
  if (text.ends_with(".>")) text.remove_suffix(2);
  const auto tokens = base::split(text, '.');
  return text == ">" || (text.size() <= subject_bytes_max &&
                         std::all_of(tokens.begin(), tokens.end(), [](std::string_view token) {
                           return token == "*" || is_literal(token);
                         }));
}

}  // namespace nats
