#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <utility>

namespace base {
namespace {

constexpr char32_t replacement = 0xFFFD;

std::size_t sequence_bytes(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool is_overlong_or_surrogate(char32_t value, std::size_t bytes) {
  if (bytes == 3 && value < 0x800) return true;
  if (bytes == 4 && (value < 0x10000 || value > 0x10FFFF)) return true;
  return value >= 0xD800 && value <= 0xDFFF;
}

bool is_hidden(char32_t c) {
  if (c == '\n' || c == '\t') return false;
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;   // C0, DEL, C1
  if (c == 0xAD || c == 0x61C || c == 0x34F) return true;  // soft hyphen, Arabic mark, joiner
  if (c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0) return true;    // Hangul fillers
  if (c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F)) return true;  // Khmer, Mongolian
  if (c == 0x200B || c == 0x200E || c == 0x200F) return true;  // zero width, left/right marks
  if (c >= 0x2028 && c <= 0x202E) return true;    // separators, bidirectional overrides
  if (c >= 0x2060 && c <= 0x206F) return true;    // invisible operators, isolates
  if (c >= 0xFE00 && c <= 0xFE0D) return true;    // variation selectors, but text and emoji style
  if (c >= 0x1D173 && c <= 0x1D17A) return true;  // musical beams
  if (c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB)) return true;
  return c >= 0xE0000 && c <= 0xE0FFF;  // tag characters and variation selectors
}

/// Bytes of the terminal escape sequence at the front of `text`, 0 if there is none.
std::size_t escape_bytes(std::string_view text) {
  constexpr std::string_view parameters = "0123456789:;<=>? !\"#$%&'()*+,-./";
  if (text.size() < 2 || text[0] != '\x1B' || text[1] != '[') return 0;
  const std::size_t end = text.find_first_not_of(parameters, 2);
  if (end == std::string_view::npos) return text.size();
  return text[end] >= 0x40 && text[end] <= 0x7E ? end + 1 : end;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({substituted, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

/// Shown whatever stands beside it. Most texts have nothing else.
bool is_plain(char c) {
  return (c >= ' ' && c <= '~') || c == '\n' || c == '\t';
}

bool are_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_plain);
}

using EightBytes = std::uint64_t;

constexpr EightBytes eight_times(unsigned char byte) {
  return EightBytes{0x0101010101010101U} * byte;
}

/// Whether all of them are from ' ' to '~'. By subtraction a byte borrows into its highest bit if
/// it is too small (Anderson, Bit Twiddling Hacks, "Determine if a word has a byte less than n").
bool are_visible(EightBytes bytes) {
  const EightBytes erased = bytes ^ eight_times(0x7F);
  const EightBytes too_small = (bytes - eight_times(' ')) & ~bytes;
  const EightBytes is_erased = (erased - eight_times(1)) & ~erased;
  return ((bytes | too_small | is_erased) & eight_times(0x80)) == 0;
}

bool all_plain(std::string_view text) {
  EightBytes bytes = 0;
  while (text.size() >= sizeof bytes) {
    std::memcpy(&bytes, text.data(), sizeof bytes);
    if (!are_visible(bytes) && !are_plain(text.substr(0, sizeof bytes))) return false;
    text.remove_prefix(sizeof bytes);
  }
  return are_plain(text);
}

}  // namespace

CodePoint first_code_point(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  const std::size_t size = sequence_bytes(lead);
  if (size == 1) return {lead, 1, true};
  if (size == 0 || size > bytes.size()) return {replacement, 1, false};
  char32_t value = lead & (0xFFU >> (size + 1));
  for (std::size_t at = 1; at < size; ++at) {
    const auto next = static_cast<unsigned char>(bytes[at]);
    if ((next & 0xC0U) != 0x80U) return {replacement, 1, false};
    value = (value << 6U) | (next & 0x3FU);
  }
  if (is_overlong_or_surrogate(value, size)) return {replacement, 1, false};
  return {value, size, true};
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const CodePoint point = first_code_point(bytes);
    if (!point.valid) return false;
    bytes.remove_prefix(point.bytes);
  }
  return true;
}

std::string_view prefix(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end);
}

std::string shortened(std::string_view text, std::size_t bytes_max) {
  constexpr std::string_view ellipsis = "...";
  if (text.size() <= bytes_max) return std::string(text);
  if (bytes_max <= ellipsis.size()) return std::string(prefix(text, bytes_max));
  return std::string(prefix(text, bytes_max - ellipsis.size())).append(ellipsis);
}

std::string one_line(std::string_view text, std::size_t bytes_max) {
  std::string line = shortened(without_hidden_characters(text), bytes_max);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return line;
}

std::string without_hidden_characters(std::string_view text) {
  if (all_plain(text)) return std::string(text);
  std::string shown;
  shown.reserve(text.size());
  bool may_be_joined = false;
  bool may_be_styled = false;
  while (!text.empty()) {
    if (const std::size_t escape = escape_bytes(text)) {
      text.remove_prefix(escape);
      continue;
    }
    const CodePoint point = first_code_point(text);
    const bool is_style = point.value == 0xFE0E || point.value == 0xFE0F;
    const bool is_joiner = point.value == 0x200C || point.value == 0x200D;
    const bool is_misplaced = (is_style && !may_be_styled) || (is_joiner && !may_be_joined);
    if (point.valid && !is_hidden(point.value) && !is_misplaced) {
      shown.append(text.substr(0, point.bytes));
      may_be_styled = !is_style && !is_joiner;
      may_be_joined = !is_joiner && point.bytes > 1;
    }
    text.remove_prefix(point.bytes);
  }
  return shown;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view ascii) {
  std::string lowered(ascii);
  for (char& c : lowered)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lowered;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string joined;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (at > 0) joined += separator;
    joined += parts[at];
  }
  return joined;
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  constexpr std::size_t word_bytes_max = 64;
  if (word.empty() || word.size() > word_bytes_max) return std::nullopt;
  const std::string wanted = lower(word);
  const std::size_t typos_max = wanted.size() < 4 ? 1 : std::max<std::size_t>(2, wanted.size() / 4);
  std::size_t best_distance = typos_max + 1;
  std::optional<std::string> best;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

}  // namespace base
