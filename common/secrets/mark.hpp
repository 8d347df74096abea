#pragma once
// Marks: what is written where a secret was. [redacted:<kind>:<tag>]. A mark is never taken for a
// secret, so text with marks may be scanned, stored and quoted again.

#include <cstddef>
#include <string>
#include <string_view>

namespace secrets {

/// 64 bits: two of a million secrets share one by chance once in 37 million stores.
inline constexpr std::size_t tag_digits = 16;

/// `kind` in words becomes lower-case words with hyphens, cut to 40 bytes; `tag` is tag_digits hex
/// digits in lower case, which tell secrets apart and do not tell them.
std::string mark(std::string_view kind, std::string_view tag);

struct MarkPlace {
  std::size_t begin;
  std::size_t end;  ///< bytes, half-open
};

/// The first whole mark that begins at `from` or later; begin and end are the text's size if there
/// is none.
MarkPlace next_mark(std::string_view text, std::size_t from);

/// True of one mark and nothing else.
bool is_mark(std::string_view text);

}  // namespace secrets
