#include "mcp-runlog/wrapping/output_lines.hpp"

#include <algorithm>
#include <utility>

namespace runlog {
namespace {

/// More than is kept of a text in the end, so that its end can be told.
constexpr std::size_t line_bytes_max = std::size_t{256} * 1024;

}  // namespace

std::vector<OutputLine> OutputLines::take(std::string_view piece) {
  std::vector<OutputLine> lines;
  while (true) {
    const std::size_t size = piece.find('\n');
    add(piece.substr(0, size));
    if (size == std::string_view::npos) return lines;
    lines.push_back(cut());
    piece.remove_prefix(size + 1);
  }
}

std::vector<OutputLine> OutputLines::take_rest() {
  if (line_.bytes == 0) return {};
  return {cut()};
}

void OutputLines::add(std::string_view part) {
  line_.bytes += static_cast<std::int64_t>(part.size());
  line_.text += part.substr(0, line_bytes_max - std::min(line_.text.size(), line_bytes_max));
}

OutputLine OutputLines::cut() {
  OutputLine line = std::exchange(line_, {});
  if (line.text.ends_with('\r')) line.text.pop_back();
  return line;
}

}  // namespace runlog
