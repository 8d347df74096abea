#pragma once
// Follower: something that lines come from, over time.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "mcp-runlog/following/line_cutter.hpp"

namespace runlog {

struct Piece {
  enum class State {
    more,     ///< there may be more at once
    waiting,  ///< there is nothing more now
    ended     ///< nothing will ever come
  };

  State state = State::waiting;
  std::string file = {};  ///< as LogLine::file, of all of these lines
  std::vector<CutLine> lines = {};
  std::string position =
      {};  ///< behind them, for whoever goes on later; empty: cannot be gone back to
  std::string remark = {};  ///< what may be missing here, in words
};

/// One thread at a time.
class Follower {
 public:
  virtual ~Follower() = default;

  /// What is there; waits for 0.1 s at most. After an error it may be asked again.
  virtual base::Result<Piece> next() = 0;

  /// The line that has no line break yet, for whoever will not come back. It does not count as
  /// read.
  virtual Piece unfinished() const = 0;
};

}  // namespace runlog
