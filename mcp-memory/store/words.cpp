#include "mcp-memory/store/words.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/text.hpp"

namespace memory {
namespace {

constexpr std::size_t words_max = 32;

constexpr std::string_view empty_words[] = {
    "a",    "about", "an",    "and",   "any",  "are",    "as",   "at",   "be",    "been", "but",
    "by",   "can",   "could", "did",   "do",   "does",   "for",  "from", "had",   "has",  "have",
    "how",  "i",     "if",    "in",    "into", "is",     "it",   "its",  "me",    "my",   "of",
    "on",   "or",    "our",   "out",   "over", "should", "so",   "than", "that",  "the",  "their",
    "them", "then",  "there", "these", "they", "this",   "to",   "us",   "was",   "we",   "were",
    "what", "when",  "where", "which", "who",  "why",    "will", "with", "would", "you",  "your"};

bool says_something(std::string_view word) {
  return std::any_of(
      word.begin(), word.end(), [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0; });
}

bool is_empty_word(std::string_view word) {
  const auto last = word.find_last_not_of(".,;:!?");
  const std::string bare =
      base::lower(word.substr(0, last == std::string_view::npos ? 0 : last + 1));
  return std::find(std::begin(empty_words), std::end(empty_words), bare) != std::end(empty_words);
}

std::vector<std::string_view> words_of(std::string_view question) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  std::vector<std::string_view> words;
  while (words.size() < words_max) {
    const std::size_t begin = question.find_first_not_of(blanks);
    if (begin == std::string_view::npos) break;
    question.remove_prefix(begin);
    const std::string_view word = question.substr(0, question.find_first_of(blanks));
    question.remove_prefix(word.size());
    if (says_something(word)) words.push_back(word);
  }
  return words;
}

void append_quoted(std::string& expression, std::string_view word) {
  if (!expression.empty()) expression += " OR ";
  expression += '"';
  for (const char c : word) {
    if (c == '\0') continue;
    if (c == '"') expression += '"';
    expression += c;
  }
  expression += '"';
}

bool separates(char32_t c) {
  if (c < 0x80) return std::isalnum(static_cast<unsigned char>(c)) == 0;
  return c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x206F);  // blanks and punctuation
}

/// foo-bar and a/b.cpp are looked for as they stand, and by what they are made of.
std::vector<std::string_view> parts_of(std::string_view word) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < word.size();) {
    const base::CodePoint point = base::first_code_point(word.substr(at));
    if (separates(point.value)) {
      if (at > begin) parts.push_back(word.substr(begin, at - begin));
      begin = at + point.bytes;
    }
    at += point.bytes;
  }
  if (begin < word.size()) parts.push_back(word.substr(begin));
  if (parts.size() < 2) parts.clear();
  std::erase_if(parts,
                [](std::string_view part) { return part.size() < 2 || is_empty_word(part); });
  return parts;
}

}  // namespace

std::string match_expression(std::string_view question) {
  std::vector<std::string_view> words = words_of(question);
  const bool only_empty = std::all_of(words.begin(), words.end(), is_empty_word);
  if (!only_empty)
    words.erase(std::remove_if(words.begin(), words.end(), is_empty_word), words.end());
  std::string expression;
  std::size_t parts_left = words_max;
  for (const std::string_view word : words) {
    append_quoted(expression, word);
    for (const std::string_view part : parts_of(word)) {
      if (parts_left == 0) break;
      --parts_left;
      append_quoted(expression, part);
    }
  }
  return expression;
}

}  // namespace memory
