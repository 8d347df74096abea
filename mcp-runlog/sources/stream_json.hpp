#pragma once
// The output of `claude -p --output-format stream-json --verbose`: one frame a line. A frame of an
// unknown type is kept whole as kind raw.
//
// Most frames have no time of their own: their time is Surroundings::at, which the caller keeps at
// that of the frames before. A `result` frame finishes
// the run. Bots that begin a run with each message give the message the run's id as its uuid, which
// the frames that follow repeat; a UUIDv7 there is taken for the run where the surroundings name
// none.

#include <cstdint>
#include <string_view>

#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

/// `number` counts from 1. An empty line gives nothing; any other at least one event.
Read read_stream_json_line(std::string_view text,
                           std::int64_t number,
                           const Surroundings& surroundings);

}  // namespace runlog
