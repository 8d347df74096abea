#pragma once
// A run as a report in Markdown (GitHub's tables, else CommonMark): what it was, what is known of
// it, the timeline, the tool calls with what they changed. For reading and for handing on; long
// texts are shortened, and say so.

#include <string>

#include "mcp-runlog/story.hpp"

namespace runlog {

std::string markdown_report(const Story& story);

}  // namespace runlog
