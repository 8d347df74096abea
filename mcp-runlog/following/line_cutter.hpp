#pragma once
// LineCutter: bytes in, lines out, in bounded memory: of a line over the limit head and tail stay.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runlog {

struct CutLine {
  std::string text;  ///< without its line break; where something was left out it says so
  std::uint64_t offset = 0;
  std::uint64_t original_bytes = 0;  ///< without the line break
};

/// The most that is kept of one line.
inline constexpr std::size_t log_line_bytes_max = std::size_t{64} * 1024;

class LineCutter {
 public:
  /// `offset`: where the first byte stands, which begins a line.
  explicit LineCutter(std::uint64_t offset = 0, std::size_t line_bytes_max = log_line_bytes_max);

  /// Every line that these bytes complete. Ends with a line feed, or with both.
  std::vector<CutLine> put(std::string_view bytes);

  /// What came behind the last line feed, if anything; it stays.
  std::optional<CutLine> unfinished() const;

 private:
  void keep(std::string_view bytes);
  CutLine line() const;

  const std::size_t line_bytes_max_;
  const std::size_t tail_bytes_max_;
  std::uint64_t line_offset_;
  std::uint64_t line_bytes_ = 0;
  std::string head_;
  std::string tail_;  ///< used once the line is over the limit
};

}  // namespace runlog
