#pragma once
// What Claude Code tells its hooks (https://code.claude.com/docs/en/hooks), one payload at a time.
// A hook event becomes an event of its own kind, or of kind session; one that is not known yet is
// kept whole as kind raw under its name. Members beyond the published ones do no harm, and missing
// ones cost what they would have told.
//
// The same payload of the same time gives the same events with the same ids. Hooks have no time of
// their own: the time is Surroundings::at, which must be kept with a payload that is read again,
// for outside of tool calls it tells payloads apart.
//
// Of a payload that cannot be read the ids of session, prompt and call are looked for in its text.

#include <string_view>

#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

/// Gives at least one event.
Read read_hook(std::string_view payload_json, const Surroundings& surroundings);

}  // namespace runlog
