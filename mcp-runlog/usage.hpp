#pragma once
// What a run has used up, as its sources say.

#include <cstdint>
#include <optional>
#include <string>

#include "mcp-runlog/timeline.hpp"

namespace runlog {

struct Usage {
  std::optional<double> cost_usd = {};
  std::optional<std::int64_t> tokens_in = {};
  std::optional<std::int64_t> tokens_out = {};
  std::optional<Source> cost_by = {};  ///< who said what it cost
};

/// The cost of a session is a running total of which the last counts; of several sessions they are
/// added. Tokens are added up over calls of the model, each of which is one event.
Usage usage_of(const Timeline& timeline);

/// One line, or nothing if nothing is known.
std::string usage_text(const Usage& usage);

}  // namespace runlog
