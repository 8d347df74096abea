#pragma once
// Tool words: what a call of a tool is called in one line, "Bash: make test", "Edit src/a.cpp".

#include <string>
#include <string_view>

#include "json/document.hpp"

namespace runlog {

/// `directory` is where the agent works; what lies below it is named without it.
std::string call_title(std::string_view tool, json::View input, std::string_view directory);

/// The file that the call is about, as the call names it; empty if it is about none.
std::string call_path(json::View input);

std::string path_below(std::string_view directory, std::string_view path);

}  // namespace runlog
