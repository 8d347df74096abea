#include "mcp-runlog/export/markdown_text.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string code_span(std::string_view text, std::size_t bytes_max) {
  const std::string line = base::one_line(text, bytes_max);
  // A span of nothing but spaces is none.
  if (base::trimmed(line).empty()) return "–";
  const std::string ticks(longest_run(line, '`') + 1, '`');
  const bool needs_room = line.front() == '`' || line.back() == '`';
  const char* const room = needs_room ? " " : "";
  return ticks + room + line + room + ticks;
}

std::string code_cell(std::string_view text, std::size_t bytes_max) {
  std::string cell;
  for (const char c : code_span(text, bytes_max)) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string fenced(std::string_view text, std::string_view language, std::size_t bytes_max) {
  const std::string shown = base::without_hidden_characters(base::prefix(text, bytes_max));
  const std::string fence(std::max<std::size_t>(3, longest_run(shown, '`') + 1), '`');
  std::string block = fence + std::string(language) + "\n" + shown;
  if (!block.ends_with('\n')) block += '\n';
  block += fence + "\n";
  if (text.size() > bytes_max)
    block += "\nShortened: " + bytes_words(static_cast<std::int64_t>(text.size())) + " in all.\n";
  return block;
}

}  // namespace runlog
