#pragma once
// How people name a run at a terminal.

#include <string>

#include "base/result.hpp"
#include "mcp-runlog/tools.hpp"

namespace runlog {

inline constexpr const char* run_meant_help =
    "A run: its id, the beginning or end of it, or nothing for the newest";

/// invalid: several runs are meant; names some. not_found: none is.
base::Result<std::string> run_meant(const Setting& setting, const std::string& named);

}  // namespace runlog
