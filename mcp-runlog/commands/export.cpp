#include <unistd.h>

#include <filesystem>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/commands.hpp"
#include "mcp-runlog/export/exported.hpp"
#include "mcp-runlog/naming.hpp"

namespace runlog {
namespace {

ExportFormat format_named(const std::string& name) {
  std::size_t at = 0;
  while (at + 1 < export_format_names.size() && export_format_names[at] != name)
    ++at;
  return static_cast<ExportFormat>(at);
}

/// To stdout, or into a directory, and then it prints where.
base::Result<std::string> export_one(const Setting& setting, const app::Words& words) {
  const std::string run_id = TRY(run_meant(setting, words.at("run")));
  const Story story = TRY(story_of(*setting.run_log, {}, run_id, Bodies::all));
  const ExportFormat format = format_named(words.at("format"));
  std::string text = exported(story, format);
  if (!words.has("into")) return text;
  const auto path = TRY(write_export(words.at("into"), run_id, format, text));
  return path.string() + "\n";
}

}  // namespace

app::Command export_command(const Setting& setting) {
  return {.name = "export",
          .help = "Print a run as a page, a report or lossless lines, or write it to a file",
          .options = {{.name = "run", .help = run_meant_help, .positional = true},
                      {.name = "format",
                       .help = "html, markdown or jsonl",
                       .fallback = "html",
                       .choices = {export_format_names.begin(), export_format_names.end()}},
                      {.name = "into",
                       .help = "A directory: writes <run>.<format> there and prints the path",
                       .is_path = true}},
          .run = [setting](const app::Words& words) { return report(export_one(setting, words)); }};
}

}  // namespace runlog
