#pragma once
// What agents say about runs through the tools of this server.

#include "mcp-runlog/tools.hpp"

namespace runlog {

/// An event of this server's tools: source, clock, time and agent are filled in.
Event said_by_tool(const Setting& setting, const mcp::Call& call, Kind kind);

/// What delivers such events.
Feed feed_of_tools();

}  // namespace runlog
