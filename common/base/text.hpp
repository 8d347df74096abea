#pragma once
// Small questions about text. Text is UTF-8 unless a name says bytes.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// One code point read from the front of `bytes`. Invalid input gives U+FFFD and a size of 1.
struct CodePoint {
  char32_t value;
  std::size_t bytes;
  bool valid;
};

/// `bytes` must not be empty.
CodePoint first_code_point(std::string_view bytes);

bool is_utf8(std::string_view bytes);

/// The longest prefix of at most `bytes_max` bytes that does not cut a character.
std::string_view prefix(std::string_view text, std::size_t bytes_max);

/// The prefix, with "..." where something was cut; never longer than `bytes_max`.
std::string shortened(std::string_view text, std::size_t bytes_max);

/// Shortened, without hidden characters, and line breaks and tabs turned into spaces: fit for a
/// terminal.
std::string one_line(std::string_view text, std::size_t bytes_max);

/// Text that shows what it says: control characters (but line feed and tab), terminal escape
/// sequences, zero-width and bidirectional controls and invalid bytes are taken out. A joiner after
/// a character beyond ASCII and a style after any stay, one each: scripts and emoji need them. Text
/// that an agent stores is read by other agents and by people in terminals; hidden characters are
/// how instructions are smuggled in.
std::string without_hidden_characters(std::string_view text);

std::string_view trimmed(std::string_view text);

std::string lower(std::string_view ascii);

std::vector<std::string_view> split(std::string_view text, char separator);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// The candidate that differs least from `word`, if it is near enough to be what was meant.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

/// Tokens that a model will count for this many bytes, estimated on the safe side: bytes / 3.5.
constexpr std::size_t tokens_of(std::size_t bytes) {
  return (bytes * 2 + 6) / 7;
}

/// The bytes that fit into that many tokens, by the same estimate.
constexpr std::size_t bytes_of_tokens(std::size_t tokens) {
  return tokens * 7 / 2;
}

}  // namespace base
