#pragma once
// Session words: how the events about a session itself read in one line.

#include <string>
#include <string_view>

#include "json/document.hpp"
#include "mcp-runlog/event.hpp"

namespace runlog {

struct SessionWords {
  bool known = false;  ///< the name is one of the published ones
  Severity severity = Severity::info;
  std::string title;
};

/// `name` is that of a hook event, `payload` all that came with it.
SessionWords session_words(std::string_view name, json::View payload);

}  // namespace runlog
