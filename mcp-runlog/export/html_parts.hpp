#pragma once
// The parts of the page, in the order in which they stand on it. Each adds one element.

#include "mcp-runlog/export/html_scale.hpp"
#include "mcp-runlog/export/html_text.hpp"
#include "mcp-runlog/export/patch.hpp"
#include "mcp-runlog/story.hpp"

namespace runlog {

/// What the run was, who, when, how long, how it ended, what it took (html_summary.cpp).
void add_summary(Html& out, const Story& story);

/// What the timeline can be trusted for (html_trust.cpp).
void add_trust(Html& out, const Story& story);

/// A lane for each agent and source with its events in time (html_lanes.cpp).
void add_lanes(Html& out, const Story& story, const Scale& scale);

/// A bar for each tool call (html_waterfall.cpp).
void add_waterfall(Html& out, const Story& story, const Scale& scale);

/// Every event with its permalink, in chapters that begin with what woke the agent
/// (html_timeline.cpp).
void add_timeline(Html& out, const Story& story);

/// One event (html_entry.cpp).
struct EntryPlace {
  base::Instant origin;
  std::string_view call_state;  ///< of the tool call that it is about; empty: of none
  bool again = false;           ///< another source told the same before
  bool input_shown = false;     ///< by the event that began the tool call

  std::size_t body_bytes_left;  ///< larger bodies are left out of the page, and said to be
};

void add_entry(Html& out, const Moment& moment, const EntryPlace& place);

/// A change line by line (html_patch.cpp).
void add_patch(Html& out, const Patch& patch, std::string_view path);

/// The name of the colour that a kind of event has, here and in lanes: "talk", "tool", ...
std::string_view colour_of(const Event& event);

/// "e-" and the event's id, which is made of hex digits.
std::string anchor_of(const Event& event);

}  // namespace runlog
