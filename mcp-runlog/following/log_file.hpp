#pragma once
// LogFile: a file that is open for reading, and its older generations, as logrotate numbers them:
// <name>.1 is the youngest of them.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "mcp-runlog/following/file_position.hpp"

namespace runlog {

class LogFile {
 public:
  /// not_found: there is none of that name. unavailable: no permission, no regular file.
  static base::Result<LogFile> open(const std::filesystem::path& path);

  /// Its first byte.
  FilePosition beginning() const { return {.device = device_, .inode = inode_}; }

  bool is_same_as(const FilePosition& position) const {
    return device_ == position.device && inode_ == position.inode;
  }

  /// True if what is there up to the position is what was read.
  bool holds(const FilePosition& position) const;

  /// Bytes that it has now.
  base::Result<std::uint64_t> size() const;

  /// As many as are there, `bytes_max` at most; none at its end.
  base::Result<std::string> read_at(std::uint64_t offset, std::size_t bytes_max) const;

 private:
  LogFile(base::Fd file, std::uint64_t device, std::uint64_t inode)
      : file_(std::move(file)), device_(device), inode_(inode) {}

  base::Fd file_;
  std::uint64_t device_;
  std::uint64_t inode_;
};

/// Youngest first: the file itself, if it is there, then <name>.1 to <name>.20 as far as they are.
/// unavailable: one of them is there and cannot be opened.
base::Result<std::vector<LogFile>> generations_of(const std::filesystem::path& path);

}  // namespace runlog
