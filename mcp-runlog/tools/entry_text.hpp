#pragma once
// Entries of a timeline in the replies of tools: as a line, and as JSON.

#include <string>

#include "json/rule.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/story.hpp"

namespace runlog {

/// brief: what an entry is at all, in a few hundred bytes whatever it says.
enum class Detail { whole, brief };

/// What stands before the entries; of the run not more than so many bytes.
std::string timeline_opening(const Story& story, std::size_t entries, std::size_t run_bytes_max);

/// "+12.345 s hook devbot Bash: make test (ok, 3.2 s) [event id]"
std::string entry_line(const Story& story, const Entry& entry, Detail detail = Detail::whole);

json::Rule entry_rule();

void write_entry(json::Writer& out,
                 const Story& story,
                 const Entry& entry,
                 Detail detail = Detail::whole);

/// Which clocks differ, and where the order is uncertain for it; empty if it is not.
std::string order_text(const Timeline& timeline);

}  // namespace runlog
