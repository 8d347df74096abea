#pragma once
// Story: all that is known of one run, put together to be shown or exported.

#include <vector>

#include "mcp-runlog/completeness.hpp"
#include "mcp-runlog/run.hpp"
#include "mcp-runlog/timeline.hpp"
#include "mcp-runlog/tool_calls.hpp"

namespace runlog {

struct Story {
  Run run;
  Timeline timeline;
  std::vector<ToolCall> calls;
  Completeness completeness;
};

}  // namespace runlog
