#pragma once
// The completeness report in the replies of tools.

#include <string>

#include "json/rule.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/completeness.hpp"

namespace runlog {

json::Rule completeness_rule();

void write_completeness(json::Writer& out, const Completeness& completeness);

/// A line for each source and each gap.
std::string completeness_text(const Completeness& completeness);

}  // namespace runlog
