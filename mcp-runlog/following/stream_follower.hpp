#pragma once
// StreamFollower: lines of a descriptor that ends at some time and cannot be gone back in, such as
// standard input.

#include <string>

#include "mcp-runlog/following/follower.hpp"

namespace runlog {

class StreamFollower : public Follower {
 public:
  /// Borrows the descriptor. `name` must be another one for each stream: two that say the same are
  /// two.
  StreamFollower(int descriptor, std::string name);

  /// Its last line needs no line break.
  base::Result<Piece> next() override;

  /// Of a stream somebody has to wait for the end.
  Piece unfinished() const override { return {}; }

 private:
  const int descriptor_;
  const std::string name_;
  LineCutter cutter_;
};

}  // namespace runlog
