#include "secrets/text.hpp"

#include <algorithm>
#include <cctype>

namespace secrets {

bool Text::has_in_any_case(std::size_t at, std::string_view lower) const {
  bytes_read_ += lower.size();
  if (at > bytes_.size() || bytes_.size() - at < lower.size()) return false;
  return std::equal(lower.begin(), lower.end(), bytes_.substr(at).begin(), [](char c, char given) {
    return c == std::tolower(static_cast<unsigned char>(given));
  });
}

std::size_t Text::run_end(std::size_t begin,
                          const Characters& characters,
                          std::size_t bytes_max) const {
  if (begin >= bytes_.size()) return begin;
  const std::size_t limit = begin + std::min(bytes_max, bytes_.size() - begin);
  std::size_t end = begin;
  while (end < limit && characters.has(bytes_[end]))
    ++end;
  bytes_read_ += end - begin + 1;
  return end;
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
