#pragma once
// What the bytes of a write-ahead log mean (fileformat2.html, "WAL File Format"; walformat.html for
// its index).

#include <cstddef>
#include <cstdint>
#include <span>

namespace sqlite {

inline constexpr std::size_t log_header_bytes = 32;
inline constexpr std::size_t frame_header_bytes = 24;

/// Where a frame has the pages of the database after its commit; 0 if more of the commit follows.
inline constexpr std::size_t pages_after_commit_at = 4;

/// Where header and frame have the salt of this run of the log, and their checksum.
inline constexpr std::size_t header_salt_at = 16;
inline constexpr std::size_t header_checksum_at = 24;
inline constexpr std::size_t frame_salt_at = 8;
inline constexpr std::size_t frame_checksum_at = 16;
inline constexpr std::size_t salt_bytes = 8;

inline constexpr std::size_t page_bytes_at = 8;  ///< in the header of the log

/// The lock that a writer holds, by its place among those of the index.
inline constexpr int lock_on_writing = 0;

/// The first block of the index, and where it has the count of frames that are committed, and the
/// checksum of the last: numbers as the machine has them.
inline constexpr int index_block_bytes = 32768;
inline constexpr std::size_t frames_in_index_at = 16;
inline constexpr std::size_t checksum_in_index_at = 24;

using Bytes = std::span<const unsigned char>;

inline std::uint32_t big_endian(Bytes bytes, std::size_t at) {
  return (std::uint32_t{bytes[at]} << 24U) | (std::uint32_t{bytes[at + 1]} << 16U) |
         (std::uint32_t{bytes[at + 2]} << 8U) | std::uint32_t{bytes[at + 3]};
}

/// The sum by which header and frames are chained: each one's covers all before it.
class LogChecksum {
 public:
  LogChecksum() = default;

  /// The header says how the machine that made the log reads numbers.
  explicit LogChecksum(Bytes header) : is_big_endian_((header[3] & 1U) != 0) {}

  /// Their count is a multiple of eight.
  void add(Bytes bytes) {
    for (std::size_t at = 0; at < bytes.size(); at += 8) {
      first_ += number(bytes, at) + second_;
      second_ += number(bytes, at + 4) + first_;
    }
  }

  bool is(std::uint32_t first, std::uint32_t second) const {
    return first_ == first && second_ == second;
  }

  bool is_at(Bytes bytes, std::size_t at) const {
    return is(big_endian(bytes, at), big_endian(bytes, at + 4));
  }

 private:
  std::uint32_t number(Bytes bytes, std::size_t at) const {
    const std::uint32_t value = big_endian(bytes, at);
    return is_big_endian_ ? value : __builtin_bswap32(value);
  }

  bool is_big_endian_ = false;
  std::uint32_t first_ = 0;
  std::uint32_t second_ = 0;
};

}  // namespace sqlite
