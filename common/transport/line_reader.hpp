#pragma once
// LineReader: messages from a byte stream, one a line, within a limit. A line over the limit is
// skipped up to its end without being kept, and reading goes on behind it.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace transport {

class LineReader {
 public:
  enum class Event {
    line,      ///< line() holds one, without its line break, until the next call
    too_long,  ///< a line over the limit was skipped
    waited,    ///< nothing came within the time given
    end        ///< end of input, a broken stream, or `wake` became readable
  };

  /// Borrows both descriptors. `wake` ends the reading from another thread.
  LineReader(int input, int wake, std::size_t line_bytes_max)
      : input_(input), wake_(wake), line_bytes_max_(line_bytes_max) {}

  /// `wait_ms` < 0 waits for ever. The last line needs no line break; blank lines are passed over.
  Event next(int wait_ms);

  std::string_view line() const { return line_; }

 private:
  std::optional<Event> take_line();
  void keep_within_limit();
  std::optional<Event> fill(int wait_ms);

  const int input_;
  const int wake_;
  const std::size_t line_bytes_max_;
  std::array<char, 65536> chunk_;
  std::string buffer_;
  std::size_t taken_ = 0;     ///< bytes of the buffer that were given out
  std::size_t searched_ = 0;  ///< no line break before this
  bool skipping_ = false;
  bool ended_ = false;
  std::string_view line_;
};

}  // namespace transport
