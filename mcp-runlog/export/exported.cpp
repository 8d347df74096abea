#include "mcp-runlog/export/exported.hpp"

#include <unistd.h>

#include <fstream>

#include "base/format.hpp"
#include "mcp-runlog/export/html.hpp"
#include "mcp-runlog/export/jsonl.hpp"
#include "mcp-runlog/export/markdown.hpp"

namespace runlog {
namespace {

std::string_view extension_of(ExportFormat format) {
  if (format == ExportFormat::markdown) return "md";
  return export_format_names[static_cast<std::size_t>(format)];
}

base::Error not_written(const std::filesystem::path& path, const std::error_code& why) {
  return base::unavailable(
      base::format("{} cannot be written: {}", path.string(), why ? why.message() : "disk full?"));
}

}  // namespace

std::string exported(const Story& story, ExportFormat format) {
  switch (format) {
    case ExportFormat::markdown:
      return markdown_report(story);
    case ExportFormat::jsonl:
      return run_lines(story);
    case ExportFormat::html:
      break;
  }
  return html_page(story);
}

base::Result<std::filesystem::path> write_export(const std::filesystem::path& directory,
                                                 const std::string& run_id,
                                                 ExportFormat format,
                                                 std::string_view text) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed) return not_written(directory, failed);
  std::filesystem::path path = directory / base::format("{}.{}", run_id, extension_of(format));
  const std::filesystem::path unfinished = path.string() + base::format(".{}", ::getpid());
  std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
  namespace fs = std::filesystem;
  fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write, failed);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) {
    std::filesystem::remove(unfinished, failed);
    return not_written(path, failed);
  }
  std::filesystem::rename(unfinished, path, failed);
  if (failed) return not_written(path, failed);
  return path;
}

}  // namespace runlog
