#pragma once
// Text edits: the text that an Edit or MultiEdit left behind, worked out from the text before and
// what was to be replaced.

#include <optional>
#include <string>
#include <string_view>

#include "json/document.hpp"

namespace runlog {

/// `result` holds one edit or a list of them. Nothing if a text to replace is not there, or the
/// text would grow beyond 64 MiB.
std::optional<std::string> edited_text(std::string_view before, json::View result);

}  // namespace runlog
