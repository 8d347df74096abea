#pragma once
// Sets of bytes, written as between the brackets of a regular expression.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace secrets {

class Characters {
 public:
  /// Single bytes and ranges: "A-Za-z0-9_-". A '-' in the last place is itself.
  constexpr explicit Characters(std::string_view list) {
    for (std::size_t at = 0; at < list.size(); ++at) {
      const bool is_range = at + 2 < list.size() && list[at + 1] == '-';
      add(list[at], is_range ? list[at + 2] : list[at]);
      if (is_range) at += 2;
    }
  }

  /// Every byte that the list does not name.
  static constexpr Characters all_but(std::string_view list) {
    Characters others(list);
    for (std::uint64_t& word : others.words_)
      word = ~word;
    return others;
  }

  constexpr bool has(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return ((words_[byte / 64U] >> (byte % 64U)) & 1U) != 0;
  }

  constexpr void add(char first, char last) {
    for (unsigned byte = static_cast<unsigned char>(first);
         byte <= static_cast<unsigned char>(last);
         ++byte)
      words_[byte / 64U] |= std::uint64_t{1} << (byte % 64U);
  }

  constexpr void add(const Characters& others) {
    for (std::size_t at = 0; at < words_.size(); ++at)
      words_[at] |= others.words_[at];
  }

  constexpr bool covers(const Characters& others) const {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      if ((others.words_[at] & ~words_[at]) != 0) return false;
    }
    return true;
  }

 private:
  std::array<std::uint64_t, 4> words_{};
};

inline constexpr Characters digit("0-9");
inline constexpr Characters hex("0-9A-Fa-f");
inline constexpr Characters upper_digit("A-Z0-9");
inline constexpr Characters lower_letter("a-z");
inline constexpr Characters upper_letter("A-Z");
inline constexpr Characters alnum("A-Za-z0-9");
inline constexpr Characters url_base64("A-Za-z0-9_-");
inline constexpr Characters base64_digit("A-Za-z0-9+/");
inline constexpr Characters blank(" \t");

/// What tokens are made of: a new one begins only where none of these stands before.
inline constexpr Characters token = url_base64;

inline bool consists_of(std::string_view text, const Characters& characters) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return characters.has(c); });
}

}  // namespace secrets
