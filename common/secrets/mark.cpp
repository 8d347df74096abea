#include "secrets/mark.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "secrets/characters.hpp"

namespace secrets {
namespace {

constexpr std::string_view opening = "[redacted:";
constexpr std::size_t kind_bytes_max = 40;
constexpr Characters kind_character("a-z0-9-");
constexpr Characters tag_character("0-9a-f");

/// "JSON web token" as json-web-token.
std::string slug(std::string_view kind) {
  constexpr Characters upper("A-Z");
  std::string words;
  for (const char c : kind) {
    if (words.size() == kind_bytes_max) break;
    if (upper.has(c)) {
      words += static_cast<char>(c - 'A' + 'a');
    } else if (alnum.has(c)) {
      words += c;
    } else if (!words.empty() && words.back() != '-') {
      words += '-';
    }
  }
  while (!words.empty() && words.back() == '-')
    words.pop_back();
  return words.empty() ? "secret" : words;
}

/// Past the mark whose opening stands at `begin`; `begin` if it does not go on like one.
std::size_t mark_end(std::string_view text, std::size_t begin) {
  const std::size_t kind = begin + opening.size();
  const std::size_t colon =
      text.substr(0, std::min(text.size(), kind + kind_bytes_max + 1)).find(':', kind);
  if (colon == std::string_view::npos || colon == kind) return begin;
  const std::size_t close = colon + 1 + tag_digits;
  if (close >= text.size() || text[close] != ']') return begin;
  const bool is_written_so = consists_of(text.substr(kind, colon - kind), kind_character) &&
                             consists_of(text.substr(colon + 1, tag_digits), tag_character);
  return is_written_so ? close + 1 : begin;
}

}  // namespace

std::string mark(std::string_view kind, std::string_view tag) {
  CHECK(tag.size() == tag_digits && consists_of(tag, tag_character));
  std::string made(opening);
  return made.append(slug(kind)).append(":").append(tag).append("]");
}

MarkPlace next_mark(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find(opening, from); at < text.size();
       at = text.find(opening, at + 1)) {
    const std::size_t end = mark_end(text, at);
    if (end > at) return {at, end};
  }
  return {text.size(), text.size()};
}

bool is_mark(std::string_view text) {
  const MarkPlace place = next_mark(text, 0);
  return !text.empty() && place.begin == 0 && place.end == text.size();
}

}  // namespace secrets
