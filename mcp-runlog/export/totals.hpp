#pragma once
// Totals: what a run took, as far as its events tell it, and what was left out of them.

#include <chrono>
#include <cstdint>
#include <optional>

#include "mcp-runlog/story.hpp"

namespace runlog {

struct Totals {
  std::chrono::milliseconds duration{0};  ///< to its finish, else to its newest event
  std::optional<double> cost_usd = {};
  Source cost_told_by = Source::otel;  ///< where there is a cost
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  std::int64_t redactions = 0;
  std::int64_t cut = 0;          ///< bodies that were cut before they were stored
  std::int64_t approximate = 0;  ///< events whose place is not certain
  std::int64_t late = 0;
};

/// Several sources may tell of the same calls of the model: what one source says is added up, and
/// the source that says most counts. Without calls of the model it is the greatest cost that any
/// event tells, because hosts report running totals.
Totals totals_of(const Story& story);

}  // namespace runlog
