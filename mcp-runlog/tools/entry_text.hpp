#pragma once
// Entries of a timeline in the replies of tools: as a line, and as JSON.

#include <string>

#include "json/rule.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/story.hpp"

namespace runlog {

/// What stands before the entries.
std::string timeline_opening(const Story& story, std::size_t entries);

/// "+12.345 s hook devbot Bash: make test (ok, 3.2 s) [event id]"
std::string entry_line(const Story& story, const Entry& entry);

json::Rule entry_rule();

void write_entry(json::Writer& out, const Story& story, const Entry& entry);

/// Which clocks differ, and where the order is uncertain for it; empty if it is not.
std::string order_text(const Timeline& timeline);

}  // namespace runlog
