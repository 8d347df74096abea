#pragma once
// Lines: those of a file that may be of any size, one after the other, in bounded memory.

#include <cstdint>
#include <deque>
#include <istream>
#include <optional>

#include "mcp-runlog/following/line_cutter.hpp"

namespace runlog {

class Lines {
 public:
  /// Borrows a stream that can be gone back in, and begins at its beginning.
  explicit Lines(std::istream& in);

  /// Nothing at the end; the last one needs no line feed. Of one beyond payload_bytes_max head and
  /// tail are kept, which no reader takes for a whole payload.
  std::optional<CutLine> next();

  /// Of the one that next() gave last, from 1.
  std::int64_t number() const { return number_; }

  /// To the beginning.
  void rewind();

 private:
  void fill();

  std::istream& in_;
  std::optional<LineCutter> cutter_;
  std::deque<CutLine> ready_ = {};
  std::int64_t number_ = 0;
  bool is_over_ = false;
};

}  // namespace runlog
