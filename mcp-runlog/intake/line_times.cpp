#include "mcp-runlog/intake/line_times.hpp"

namespace runlog {

void LineTimes::begin(const Piece& piece) {
  if (!piece.remark.empty()) told_at_.reset();
  if (piece.file.empty()) return;
  // A file in which a time was told has whole lines, and with them a name that stays.
  if (!file_.empty() && file_ != piece.file) told_at_.reset();
  file_ = piece.file;
}

}  // namespace runlog
