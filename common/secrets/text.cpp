#include "secrets/text.hpp"

#include <algorithm>

namespace secrets {

bool Text::has_in_any_case(std::size_t at, std::string_view lower) const {
  bytes_read_ += lower.size();
  if (at > bytes_.size() || bytes_.size() - at < lower.size()) return false;
  const auto is_same = [](char c, char given) {
    return c == (given >= 'A' && given <= 'Z' ? given - 'A' + 'a' : given);
  };
  // The last byte first, as in has().
  if (lower.empty() || !is_same(lower.back(), bytes_[at + lower.size() - 1])) return lower.empty();
  return std::equal(lower.begin(), lower.end(), bytes_.substr(at).begin(), is_same);
}

std::size_t Text::find(std::string_view literal, std::size_t from) const {
  const std::size_t found = std::min(bytes_.find(literal, from), bytes_.size());
  bytes_read_ += found - std::min(found, from) + literal.size();
  return found;
}

std::string_view Text::slice(std::size_t begin, std::size_t end) const {
  bytes_read_ += end - begin;
  return bytes_.substr(begin, end - begin);
}

bool Text::begins_token(std::size_t begin) const {
  const char before = at(begin - 1);
  if (begin == 0 || !token.has(before)) return true;
  constexpr std::string_view escapes = "nrt";
  if (at(begin - 2) == '\\') return escapes.find(before) != std::string_view::npos;
  return at(begin - 3) == '%' && hex.has(at(begin - 2)) && hex.has(before);
}

}  // namespace secrets
