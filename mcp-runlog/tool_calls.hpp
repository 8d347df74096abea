#pragma once
// Tool calls: the events of several sources about one tool_use_id, as one object.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "mcp-runlog/timeline.hpp"

namespace runlog {

/// Places are indices into the moments of the timeline.
struct ToolCall {
  enum class State { running, done, failed, denied };

  std::string tool_use_id;
  std::string tool;
  State state = State::running;  ///< running also if its end was never told
  std::optional<std::size_t> start = {};
  std::optional<std::size_t> end = {};           ///< end, error or denial
  std::vector<std::size_t> others = {};          ///< further events about it: other sources, edits
  std::optional<std::int64_t> duration_ms = {};  ///< as a source says, else by the two times
  std::vector<Source> told_by = {};              ///< each once
};

/// In the order of their first events.
std::vector<ToolCall> tool_calls_of(const Timeline& timeline);

}  // namespace runlog
