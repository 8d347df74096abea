#pragma once
// Changes as text and as JSON.

#include <string>

#include "json/rule.hpp"
#include "mcp-memory/change.hpp"

namespace memory {

/// "updated by devbot, 2026-11-22T20:27:00.000Z, revision 2: fields status, resolution"
std::string change_text(const Change& change);

/// {position, change, at, agent, record, ...}; what else is known of the change among the members.
std::string change_json(const Change& change);

/// Texts cut as far as it takes for its JSON to fit.
Change change_within(Change change, std::size_t bytes_max);

json::Rule change_rule();

}  // namespace memory
