#pragma once
// Levels of log lines in all their spellings, as severities. Pure.

#include <cstdint>
#include <optional>
#include <string_view>

#include "mcp-runlog/event.hpp"

namespace runlog {

/// "WARN", "err", "Critical", "notice": in any case; nothing for other words.
std::optional<Severity> severity_of_level(std::string_view word);

/// Of syslog (RFC 5424, 6.2.1): 0 is an emergency, 7 is for debugging.
Severity severity_of_syslog(std::int64_t level);

}  // namespace runlog
