#pragma once
// Story: all that is known of one run, put together to be shown or exported.

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "mcp-runlog/completeness.hpp"
#include "mcp-runlog/run.hpp"
#include "mcp-runlog/timeline.hpp"
#include "mcp-runlog/tool_calls.hpp"

namespace runlog {

class RunLog;

struct Story {
  Run run;
  Timeline timeline;
  std::vector<ToolCall> calls;
  Completeness completeness;
};

/// One thing that a timeline shows: a moment, or a whole tool call in the place of its first one.
/// What several sources tell of one call or one edit is shown once.
struct Entry {
  std::size_t moment = 0;                ///< place in the timeline
  std::optional<std::size_t> call = {};  ///< place in the calls
};

/// In canonical order.
std::vector<Entry> entries_of(const Timeline& timeline, const std::vector<ToolCall>& calls);

/// not_found: nothing is known of the run.
base::Result<Story> story_of(RunLog& run_log,
                             std::stop_token stop,
                             const std::string& run_id,
                             Bodies bodies);

}  // namespace runlog
