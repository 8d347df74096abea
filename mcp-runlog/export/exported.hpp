#pragma once
// Exports of a run, by format, and as files.

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mcp-runlog/story.hpp"

namespace runlog {

enum class ExportFormat { html, markdown, jsonl };

inline constexpr std::array<std::string_view, 3> export_format_names = {
    "html", "markdown", "jsonl"};

inline std::span<const std::string_view> names_of(ExportFormat) {
  return export_format_names;
}

std::string exported(const Story& story, ExportFormat format);

/// Puts the text into <directory>/<run_id>.<html, md or jsonl>, made private to this user; a file
/// of that name is replaced as a whole. unavailable: why it cannot be written.
base::Result<std::filesystem::path> write_export(const std::filesystem::path& directory,
                                                 const std::string& run_id,
                                                 ExportFormat format,
                                                 std::string_view text);

}  // namespace runlog
