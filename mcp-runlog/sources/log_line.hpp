#pragma once
// One line of a log as an event of the run that it names: "[run=<uuid>]" anywhere in it, or run_id
// of a line that is JSON. Its time is the one it begins with, else Surroundings::at; its level the
// word in front of its message.

#include <cstdint>
#include <string>
#include <string_view>

#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

/// A line without its line feed, and where it stands.
struct LogLine {
  std::string_view text = {};
  /// Which file, whatever it is called by now: following/FilePosition says how. Together with the
  /// offset and the text it tells a line apart.
  std::string_view file = {};
  std::uint64_t offset = 0;          ///< in bytes, from the beginning of the file
  std::uint64_t original_bytes = 0;  ///< more than the text has if that was cut
};

enum class Unmarked {
  left_out,  ///< a line that names no run is no event
  taken      ///< it belongs to Surroundings::run_id
};

/// One event, or none; never unreadable. What is no event tells its time as well.
Read read_log_line(const LogLine& line, const Surroundings& surroundings, Unmarked unmarked);

}  // namespace runlog
