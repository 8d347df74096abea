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

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool has_hump(std::string_view word) {
  for (std::size_t at = 1; at < word.size(); ++at)
    if (is_lower(word[at - 1]) && is_upper(word[at])) return true;
  return false;
}

}  // namespace

bool says_nothing(std::string_view word) {
  const std::string plain = base::lower(word);
  return std::binary_search(
      std::begin(empty_words), std::end(empty_words), std::string_view(plain));
}

bool is_fragment(std::string_view word) {
  const bool letters =
      std::any_of(word.begin(), word.end(), [](char c) { return is_lower(c) || is_upper(c); });
  const bool digits = std::any_of(word.begin(), word.end(), is_digit);
  const bool joined = word.find_first_of("_./:\\-#@=") != std::string_view::npos;
  const bool foreign = std::any_of(
      word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return joined || foreign || (letters && digits) || has_hump(word);
}

}  // namespace memory
