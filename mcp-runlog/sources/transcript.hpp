#pragma once
// The transcript of a Claude Code session: a JSONL file whose lines tell what was said and done.
// Its form is no contract, so it is read leniently, and a line of an unknown type is kept whole as
// kind raw.
//
// A line gives the same events whenever and in whatever order it is read. Lines of some types name
// no session; their events have neither session_id nor stream, and the caller, who knows the file,
// fills them in.

#include <cstdint>
#include <string_view>

#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

/// `number` counts from 1. An empty line gives nothing; any other at least one event.
Read read_transcript_line(std::string_view text,
                          std::int64_t number,
                          const Surroundings& surroundings);

}  // namespace runlog
