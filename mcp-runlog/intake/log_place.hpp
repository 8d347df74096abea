#pragma once
// LogPlace: how far a log was taken in, and the time that was told last up to there. Both are kept
// together, so that a line without a time gets the same one, whoever reads it and when.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace runlog {

struct LogPlace {
  std::string position = {};  ///< as Piece::position
  std::optional<base::Instant> told_at = {};
};

/// Fit for Delivery::position.
std::string written(const LogPlace& place);

/// A position without a time is one as well.
LogPlace read_log_place(std::string_view text);

}  // namespace runlog
