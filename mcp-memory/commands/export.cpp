#include <cstdio>

#include "mcp-memory/commands.hpp"

namespace memory {
namespace {

base::Error incomplete() {
  return base::unavailable("the export cannot be written to the end; is the disk full?");
}

base::Result<void> print_line(const std::string& line) {
  const bool printed = std::fwrite(line.data(), 1, line.size(), stdout) == line.size() &&
                       std::fputc('\n', stdout) != EOF;
  if (printed) return {};
  return incomplete();
}

base::Result<std::string> export_all(const Setting& setting, const app::Words& words) {
  catch_up(setting);
  RecordStore* records = TRY(setting.memory->records());
  const std::string project = words.has("all") ? std::string() : TRY(setting.workplace->project());
  TRY(records->export_changes({}, project, print_line));
  if (std::fflush(stdout) != 0) return incomplete();
  return std::string();
}

}  // namespace

app::Command export_command(const Setting& setting) {
  return {.name = "export",
          .help = "Print every change of this project as JSON lines, for import",
          .options = {{.name = "all", .help = "Of all projects", .is_flag = true}},
          .run = [setting](const app::Words& words) { return report(export_all(setting, words)); }};
}

}  // namespace memory
