#pragma once
// A run in a terminal: `show` prints all of it, `tail` a line an event, `list` a line a run.

#include <cstddef>
#include <string>

#include "mcp-runlog/story.hpp"

namespace runlog {

struct TerminalLook {
  std::size_t width = 100;  ///< columns; at least 60 are used
  bool colour = false;
};

/// A heading, what is missing, and a line for each entry (a tool call is one): time from the start
/// of the run, source, who, kind, what. Every line ends in a line feed.
std::string terminal_story(const Story& story, const TerminalLook& look);

/// With its time of day (UTC). No line feed.
std::string terminal_line(const Event& event, const TerminalLook& look);

/// When, which, how it stands, who, how much, what. No line feed.
std::string terminal_line(const Run& run, const TerminalLook& look);

}  // namespace runlog
