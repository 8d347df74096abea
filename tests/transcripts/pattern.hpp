#pragma once
// Patterns: JSON in which "*" within a text stands for anything, and "..." allows more.

#include <string>

#include "json/document.hpp"

namespace transcripts {

/// Empty if the value matches; else where and how it differs.
std::string difference(json::View pattern, json::View value, const std::string& where = "");

}  // namespace transcripts
