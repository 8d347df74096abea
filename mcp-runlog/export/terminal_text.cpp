#include "mcp-runlog/export/terminal_text.hpp"

#include <array>

#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

struct Block {
  char32_t first;
  char32_t last;
};

/// East Asian Wide and Fullwidth (Unicode, UAX #11) and emoji, in large blocks.
constexpr std::array wide = {Block{0x1100, 0x115F},
                             Block{0x2E80, 0x303E},
                             Block{0x3041, 0xA4CF},
                             Block{0xAC00, 0xD7A3},
                             Block{0xF900, 0xFAFF},
                             Block{0xFE30, 0xFE6F},
                             Block{0xFF00, 0xFF60},
                             Block{0xFFE0, 0xFFE6},
                             Block{0x1F300, 0x1F64F},
                             Block{0x1F680, 0x1F6FF},
                             Block{0x1F900, 0x1F9FF},
                             Block{0x20000, 0x3FFFD}};

constexpr std::array combining = {Block{0x0300, 0x036F},
                                  Block{0x0483, 0x0489},
                                  Block{0x0591, 0x05BD},
                                  Block{0x064B, 0x065F},
                                  Block{0x0E31, 0x0E31},
                                  Block{0x0E34, 0x0E3A},
                                  Block{0x1AB0, 0x1AFF},
                                  Block{0x1DC0, 0x1DFF},
                                  Block{0x200B, 0x200F},
                                  Block{0x20D0, 0x20FF},
                                  Block{0xFE00, 0xFE0F},
                                  Block{0xFE20, 0xFE2F}};

template <std::size_t size>
bool is_in(const std::array<Block, size>& blocks, char32_t c) {
  for (const Block& block : blocks) {
    if (c >= block.first && c <= block.last) return true;
  }
  return false;
}

std::size_t columns_of(char32_t c) {
  if (is_in(combining, c)) return 0;
  return is_in(wide, c) ? 2 : 1;
}

/// More than any terminal is wide, so that a long text is not read to its end.
constexpr std::size_t line_bytes_max = 4000;

/// The longest front of that many columns.
std::string_view front(std::string_view text, std::size_t columns) {
  std::size_t bytes = 0;
  std::size_t used = 0;
  while (bytes < text.size()) {
    const base::CodePoint point = base::first_code_point(text.substr(bytes));
    used += columns_of(point.value);
    if (used > columns) break;
    bytes += point.bytes;
  }
  return text.substr(0, bytes);
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const base::CodePoint point = base::first_code_point(text);
    columns += columns_of(point.value);
    text.remove_prefix(point.bytes);
  }
  return columns;
}

std::string at_most(std::string_view text, std::size_t columns) {
  std::string line = base::one_line(text, line_bytes_max);
  if (columns_of(line) <= columns) return line;
  if (columns == 0) return {};
  return std::string(front(line, columns - 1)) + "…";
}

std::string fitted(std::string_view text, std::size_t columns, Side side) {
  const std::string line = at_most(text, columns);
  const std::string padding(columns - columns_of(line), ' ');
  return side == Side::left ? line + padding : padding + line;
}

std::string tinted(std::string text, Tint tint, bool colour) {
  constexpr std::array codes = {0, 2, 1, 31, 32, 33, 34, 35, 36};
  if (!colour || tint == Tint::plain || text.empty()) return text;
  return base::format("\x1B[{}m{}\x1B[0m", codes[static_cast<std::size_t>(tint)], text);
}

}  // namespace runlog
