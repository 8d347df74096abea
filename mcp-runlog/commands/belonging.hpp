#pragma once
// Whose lines are, and of which run, as the options --agent and --run say it.

#include "app/program.hpp"
#include "base/result.hpp"
#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

/// With the clock of this host; run_id in lower case. invalid: what is allowed.
base::Result<Surroundings> surroundings_said(const app::Words& words);

}  // namespace runlog
