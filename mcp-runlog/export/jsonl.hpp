#pragma once
// A run as lines of JSON, without loss: a header, then one event_line() an event in canonical
// order. Described in docs/formats/run-events.md. Reading what writing gave and writing that again
// gives the same bytes.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
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

/// Reads such a file line by line. invalid: "line 3: ..." and what is allowed; then it is over.
class RunLinesReading {
 public:
  /// The next line, without its line feed. Nothing for the header.
  base::Result<std::optional<Event>> take(std::string_view line);

  /// After the last line.
  base::Result<void> finish() const;

  const std::string& run_id() const { return run_id_; }

 private:
  std::string run_id_ = {};
  std::size_t number_ = 0;  ///< of the line that was taken last
  std::size_t events_ = 0;  ///< that the header promises
  std::unordered_map<std::string, std::size_t> seen_ = {};
};

/// invalid: as RunLinesReading. A file that was cut off is refused as well, because
/// its header says how many events there are.
base::Result<RunLines> read_run_lines(std::string_view text);

}  // namespace runlog
