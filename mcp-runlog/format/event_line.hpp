#pragma once
// Events as lines of JSON: what the spool holds, what export writes and import reads. Described in
// docs/formats/run-events.md. Reading what writing gave returns the same event, and writing that
// the same bytes.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/event.hpp"

namespace runlog {

/// One line without its line feed.
std::string event_line(const Event& event);

/// The same as one more object in `out`.
void write_event(json::Writer& out, const Event& event);

/// invalid: what the line lacks or has too much of, and what is allowed.
base::Result<Event> read_event_line(std::string_view line);

}  // namespace runlog
