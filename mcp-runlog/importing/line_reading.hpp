#pragma once
// One line of an imported file as events, by the format of the file.

#include "mcp-runlog/importing/import.hpp"
#include "mcp-runlog/importing/lines.hpp"
#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

/// `number` counts from 1. A line that was cut gives raw events that say how long it was.
Read read_imported_line(ImportFormat format,
                        const CutLine& line,
                        std::int64_t number,
                        const Surroundings& surroundings);

}  // namespace runlog
