#pragma once
// Questions that somebody types, or an attacker: pieces that full-text syntax cares about.

#include <iterator>
#include <random>
#include <string>

namespace hostile {

inline std::string question(std::mt19937& random) {
  static const std::string pieces[] = {
      "orders", "database", "\"",  "\"\"", "'",   "*",   "(",    ")",      "^",     "+",
      "-",      ":",        "{",   "}",    "AND", "OR",  "NOT",  "NEAR",   "NEAR(", ",5)",
      "title:", "\\",       ";",   "--",   "%",   "_",   "日本", "é",      "😀",     "\u200b",
      "\u3000", "\u00a0",   "...", "—",    " ",   "  ",  "\t",   "\n",     "/",     "?",
      "rank",   "rowid",    "the", "$1",   "?1",  "C++", "it's", "foo-bar"};
  const auto any = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
  };
  std::string question;
  for (std::size_t left = 1 + any(12); left > 0; --left) {
    switch (any(4)) {
      case 0:
        question += static_cast<char>(any(256));  // also NUL and invalid UTF-8
        break;
      case 1:
        question += std::string(any(3), ' ');
        break;
      default:
        question += pieces[any(std::size(pieces))];
    }
  }
  return question;
}

}  // namespace hostile
