#include "mcp-runlog/following/line_cutter.hpp"

#include <algorithm>

#include "base/format.hpp"

namespace runlog {

LineCutter::LineCutter(std::uint64_t offset, std::size_t line_bytes_max)
    : line_bytes_max_(line_bytes_max), tail_bytes_max_(line_bytes_max / 4), line_offset_(offset) {}

std::vector<CutLine> LineCutter::put(std::string_view bytes) {
  std::vector<CutLine> lines;
  for (std::size_t end = 0; (end = bytes.find('\n')) != std::string_view::npos;) {
    keep(bytes.substr(0, end));
    lines.push_back(line());
    bytes.remove_prefix(end + 1);
    line_offset_ += line_bytes_ + 1;
    line_bytes_ = 0;
    head_.clear();
    tail_.clear();
  }
  keep(bytes);
  return lines;
}

std::optional<CutLine> LineCutter::unfinished() const {
  if (line_bytes_ == 0) return std::nullopt;
  return line();
}

void LineCutter::keep(std::string_view bytes) {
  const bool was_within = line_bytes_ <= line_bytes_max_;
  line_bytes_ += bytes.size();
  if (line_bytes_ <= line_bytes_max_) {
    head_ += bytes;
    return;
  }
  if (was_within) {
    const std::size_t head_bytes = line_bytes_max_ - tail_bytes_max_;
    const std::size_t missing = head_.size() < head_bytes ? head_bytes - head_.size() : 0;
    head_ += bytes.substr(0, missing);
    bytes.remove_prefix(missing);
    tail_ = head_.substr(head_bytes);
    head_.resize(head_bytes);
  }
  if (bytes.size() >= tail_bytes_max_) {
    tail_ = bytes.substr(bytes.size() - tail_bytes_max_);
    return;
  }
  tail_ += bytes;
  // Not each time: a line may come byte by byte.
  if (tail_.size() > 2 * tail_bytes_max_) tail_.erase(0, tail_.size() - tail_bytes_max_);
}

CutLine LineCutter::line() const {
  CutLine line{head_, line_offset_, line_bytes_};
  if (line_bytes_ > line_bytes_max_) {
    const std::size_t kept = std::min(tail_.size(), tail_bytes_max_);
    line.text += base::format(" [{} bytes left out] ", line_bytes_ - head_.size() - kept);
    line.text += tail_.substr(tail_.size() - kept);
  }
  if (line.text.ends_with('\r')) line.text.pop_back();
  return line;
}

}  // namespace runlog
