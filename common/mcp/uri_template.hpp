#pragma once
// URI templates of RFC 6570, level 1: {variable} stands for one path segment.

#include <optional>
#include <string>
#include <string_view>

#include "mcp/resource.hpp"

namespace mcp {

/// The variables' values, percent-decoded, if the URI is one of the template. They may hold any
/// text, also "/" and "..": who makes a path of one checks it.
std::optional<Values> match(std::string_view uri_template, std::string_view uri);

}  // namespace mcp
