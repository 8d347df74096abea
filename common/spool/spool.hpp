#pragma once
// Spool: a directory where lines of text wait for whoever stores them, so that those who have
// something to tell need no database. Appending takes microseconds and waits for nobody.
//
//   events.jsonl                     appended to
//   <uuid>.<offset>.draining         taken over by a drainer; what lies before the offset is stored
//   drain.lock                       held by the one process that drains
//
// Whoever appends opens events.jsonl, takes a shared lock on it, looks whether it still has its
// name, and writes once. Whoever drains renames it, and by an exclusive lock knows that those who
// were about to write have done so. So whatever is killed at whatever time: a line whose append
// returned is handed over at least once. Each write begins with a line feed, so that a piece that
// a crash left spoils no other line. Nothing is synced: lines survive the death of any process, not
// that of the machine; a sync would take longer than all the rest.
//
// On a local file system: neither the locks nor the writes of several machines exclude each other
// over a network. Thread-safe, also between processes. Nothing is opened before the first use.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace spool {

/// Of a longer line only the beginning is handed over.
inline constexpr std::size_t line_bytes_max = std::size_t{1} * 1024 * 1024;

/// Where nobody drains, appending fails in the end: better than a disk that fills up.
inline constexpr std::uint64_t file_bytes_max = std::uint64_t{256} * 1024 * 1024;

/// What takes lines over. They are views into memory that is gone afterwards.
using Take = std::function<base::Result<void>(std::span<const std::string_view>)>;

class Spool {
 public:
  explicit Spool(std::filesystem::path directory) : directory_(std::move(directory)) {}

  const std::filesystem::path& directory() const { return directory_; }

  /// Makes the directory and those above, for this user alone. unavailable: that cannot be.
  base::Result<void> make() const;

  /// In one write. A line holds no line feed. not_found: there is no such directory. unavailable:
  /// the disk is full, no permission, too much waits, ...; some of the lines may be there then.
  base::Result<void> append(std::span<const std::string> lines) const;

  /// Hands over what waits, the oldest first, at most `lines_max` lines at once; what was taken
  /// without an error is gone. An error of `take` ends it and leaves the rest. Empty lines are left
  /// out. Nothing happens while another process drains, or if there is nothing.
  base::Result<void> drain(std::size_t lines_max, const Take& take) const;

  /// Bytes that wait, whether or not somebody drains them at this moment.
  std::uint64_t waiting_bytes() const;

 private:
  std::filesystem::path directory_;
};

}  // namespace spool
