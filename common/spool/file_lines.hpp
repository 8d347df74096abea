#pragma once
// FileLines: the lines of a file, some at a time, in bounded memory whatever the file holds.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace spool {

class FileLines {
 public:
  /// `file` stays the caller's and must outlive this; reading begins at the offset.
  FileLines(int file, std::uint64_t offset) : file_(file), begin_(offset) {}

  /// The next lines that are not empty, at most so many; none at the end of the file. What lies
  /// behind the last line feed is a line too. The views hold until the next call.
  base::Result<std::span<const std::string_view>> next(std::size_t lines_max);

  /// Behind the lines that were given last.
  std::uint64_t offset() const { return begin_ + used_; }

 private:
  void cut_lines(std::size_t lines_max);
  void cut_rest();
  base::Result<void> read_piece();

  const int file_;
  std::uint64_t begin_;  ///< of the buffer, in the file
  std::size_t used_ = 0;
  std::string buffer_;
  std::vector<std::string_view> lines_;
  bool at_end_ = false;
  bool in_long_line_ = false;  ///< its beginning was given; the rest is passed over
};

}  // namespace spool
