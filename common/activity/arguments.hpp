#pragma once
// What is told of the arguments of a call: short, redacted, in a time that does not grow with them.

#include <string>
#include <string_view>

#include "json/document.hpp"

namespace activity {

/// On one line of at most so many bytes, with [redacted:<kind>] in place of each secret.
std::string redacted_line(std::string_view text, std::size_t bytes_max);

/// "find_records: which database", from the first argument that says something.
std::string title_of(std::string_view tool, json::View arguments);

/// The first few members, longer texts cut and nested values as their size.
std::string outline_of(json::View arguments);

}  // namespace activity
