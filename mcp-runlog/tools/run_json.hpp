#pragma once
// A run in the replies of tools: as JSON, as the rule of that JSON, and in one line.

#include <chrono>
#include <string>

#include "json/rule.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/run.hpp"

namespace runlog {

json::Rule run_rule();

void write_run(json::Writer& out, const Run& run);

/// "ok 0199... devbot 12 min "Mend the build": done"
std::string run_line(const Run& run);

/// "350 ms", "4.2 s", "12 min", "3 h 05 min"
std::string spelled_duration(std::chrono::milliseconds duration);

}  // namespace runlog
