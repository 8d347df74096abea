#pragma once
// A run as lines of JSON, without loss: a header, then one event_line() an event in canonical
// order. Described in docs/formats/run-events.md. Reading what writing gave and writing that again
// gives the same bytes.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mcp-runlog/story.hpp"

namespace runlog {

inline constexpr std::string_view run_lines_format = "agent-smith-run/1";

/// What such a file holds.
struct RunLines {
  std::string run_id;
  std::vector<Event> events = {};
};

std::string run_lines(const Story& story);
std::string run_lines(const RunLines& lines);

/// invalid: "line 3: ..." and what is allowed. A file that was cut off is refused as well, because
/// its header says how many events there are.
base::Result<RunLines> read_run_lines(std::string_view text);

}  // namespace runlog
