#include "mcp-memory/store/words.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

namespace memory {
namespace {

/// Sorted.
constexpr std::string_view empty_words[] = {
    "a",      "about", "after", "all",    "also",  "am",      "an",    "and",   "any",     "are",
    "as",     "at",    "be",    "been",   "being", "but",     "by",    "can",   "could",   "did",
    "do",     "does",  "doing", "done",   "for",   "from",    "get",   "gets",  "getting", "got",
    "had",    "has",   "have",  "having", "he",    "her",     "him",   "his",   "how",     "i",
    "if",     "in",    "into",  "is",     "it",    "its",     "just",  "like",  "may",     "me",
    "my",     "no",    "not",   "of",     "on",    "or",      "our",   "out",   "over",    "she",
    "should", "so",    "some",  "such",   "than",  "that",    "the",   "their", "them",    "then",
    "there",  "these", "they",  "this",   "those", "to",      "too",   "us",    "very",    "was",
    "we",     "were",  "what",  "when",   "where", "whether", "which", "while", "who",     "whose",
    "why",    "will",  "with",  "would",  "you",   "your",
};

constexpr std::size_t empty_word_bytes_max = 7;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Stands in code, paths and numbers, or belongs to another script.
bool is_telling(char c) {
  constexpr std::string_view joints = "_./:\\-#@=";
  return static_cast<unsigned char>(c) >= 0x80 || joints.find(c) != std::string_view::npos;
}

}  // namespace

bool says_nothing(std::string_view word) {
  if (word.size() > empty_word_bytes_max) return false;
  const std::string plain = base::lower(word);
  return std::binary_search(
      std::begin(empty_words), std::end(empty_words), std::string_view(plain));
}

bool is_fragment(std::string_view word) {
  bool letters = false;
  bool digits = false;
  bool after_lower = false;
  for (const char c : word) {
    if (is_lower(c)) {
      letters = after_lower = true;
      continue;
    }
    if (is_telling(c) || (is_upper(c) && after_lower)) return true;
    after_lower = false;
    letters = letters || is_upper(c);
    digits = digits || is_digit(c);
  }
  return letters && digits;
}

}  // namespace memory
