#pragma once
// FilePosition: how far a log file was read, in such a way that the place is found again when the
// file has another name by then, was copied and emptied, or has the inode of an older one. A file
// is told by what it begins with, and by what stands in front of the place.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace runlog {

struct FilePosition {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t offset = 0;      ///< where a line begins; everything before it was read
  std::uint64_t head_bytes = 0;  ///< of the first line, 256 at most
  std::string head = {};         ///< their digest; empty if no line was read yet
  std::uint64_t tail_bytes = 0;  ///< in front of the offset, 64 at most
  std::string tail = {};         ///< their digest

  friend bool operator==(const FilePosition&, const FilePosition&) = default;
};

/// Fit for Delivery::position.
std::string written(const FilePosition& position);

/// Nothing for a text that is no such position.
std::optional<FilePosition> read_position(std::string_view text);

/// 16 hex digits.
std::string position_digest(std::string_view bytes);

/// Notes what is read of one file, and gives the position behind the last whole line.
class Tracks {
 public:
  explicit Tracks(FilePosition from);

  /// The bytes that come next.
  void took(std::string_view bytes);

  const FilePosition& position() const { return position_; }

  /// A digest of what the file begins with: the same whatever it is called, once a whole line of it
  /// was read.
  std::string name() const;

  /// Where took() goes on.
  std::uint64_t reached() const { return reached_; }

 private:
  void note_head(std::string_view bytes);

  FilePosition position_;
  std::uint64_t reached_;
  std::string head_;    ///< until a line feed has come
  std::string window_;  ///< the last bytes
};

}  // namespace runlog
