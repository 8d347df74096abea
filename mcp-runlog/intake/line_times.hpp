#pragma once
// LineTimes: the time of lines of a log that tell none: that of the line before in the same file.
// Before the first one it is that of the first one behind, as far as it was read together with it.
// Only where no line tells a time it is that of reading.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "mcp-runlog/following/follower.hpp"

namespace runlog {

class LineTimes {
 public:
  /// `told_at`: the last one in front of what comes first.
  explicit LineTimes(std::optional<base::Instant> told_at) : told_at_(told_at) {}

  /// A piece comes next. What was told in another file, or in front of a place that was lost, does
  /// not count for it.
  void begin(const Piece& piece);

  void told(base::Instant at) { told_at_ = at; }

  std::optional<base::Instant> last() const { return told_at_; }

 private:
  std::string file_ = {};  ///< as Piece::file; empty: of none yet
  std::optional<base::Instant> told_at_;
};

}  // namespace runlog
