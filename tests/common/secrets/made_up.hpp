#pragma once
// Secrets for tests, made when they run: no file of this tree holds one, not even a false one.

#include <random>
#include <string>
#include <string_view>

#include "secrets/scanner.hpp"

namespace made_up {

inline constexpr std::string_view digits = "0123456789";
inline constexpr std::string_view hex = "0123456789abcdef";
inline constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
inline constexpr std::string_view alnum =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// So many random characters; the same ones for the same seed.
inline std::string body(std::string_view characters, std::size_t size, unsigned seed = 7) {
  std::mt19937 random(seed);
  std::string made;
  while (made.size() < size)
    made += characters[random() % characters.size()];
  return made;
}

/// A GitHub token, where any will do.
inline std::string token(unsigned seed = 7) {
  return "ghp_" + body(alnum, 36, seed);
}

/// What was found, as text: "kind: secret" a line.
inline std::string found_in(std::string_view text) {
  std::string found;
  for (const auto& [kind, begin, end] : secrets::scan(text))
    found.append(kind).append(": ").append(text.substr(begin, end - begin)).append("\n");
  return found;
}

}  // namespace made_up
