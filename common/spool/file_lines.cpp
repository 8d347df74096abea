#include "spool/file_lines.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/format.hpp"
#include "spool/spool.hpp"

namespace spool {
namespace {

constexpr std::size_t piece_bytes = std::size_t{256} * 1024;

}  // namespace

base::Result<std::span<const std::string_view>> FileLines::next(std::size_t lines_max) {
  lines_.clear();
  while (true) {
    cut_lines(lines_max);
    if (lines_.empty() && at_end_) cut_rest();
    if (!lines_.empty() || at_end_) return std::span<const std::string_view>(lines_);
    TRY(read_piece());
  }
}

void FileLines::cut_lines(std::size_t lines_max) {
  while (lines_.size() < lines_max) {
    const std::string_view rest = std::string_view(buffer_).substr(used_);
    const std::size_t size = rest.find('\n');
    if (size == std::string_view::npos) return;
    if (size > 0 && !in_long_line_)
      lines_.push_back(rest.substr(0, std::min(size, line_bytes_max)));
    in_long_line_ = false;
    used_ += size + 1;
  }
}

/// What has no line feed yet: the end of the file, or a line that is too long to wait for it.
void FileLines::cut_rest() {
  const std::string_view rest = std::string_view(buffer_).substr(used_);
  if (!rest.empty() && !in_long_line_) lines_.push_back(rest.substr(0, line_bytes_max));
  used_ = buffer_.size();
}

base::Result<void> FileLines::read_piece() {
  if (buffer_.size() - used_ > line_bytes_max) {
    cut_rest();
    in_long_line_ = true;
    return {};
  }
  buffer_.erase(0, used_);
  begin_ += used_;
  used_ = 0;
  if (in_long_line_) {
    begin_ += buffer_.size();
    buffer_.clear();
  }
  const std::size_t before = buffer_.size();
  buffer_.resize(before + piece_bytes);
  const ssize_t got =
      ::pread(file_, &buffer_[before], piece_bytes, static_cast<off_t>(begin_ + before));
  const int reason = errno;
  buffer_.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
  if (got < 0 && reason != EINTR) {
    return base::unavailable(
        base::format("the spool cannot be read: {}", std::generic_category().message(reason)));
  }
  at_end_ = got == 0;
  return {};
}

}  // namespace spool
