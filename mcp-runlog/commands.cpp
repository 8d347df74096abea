#include "mcp-runlog/commands.hpp"

#include <cstdio>

namespace runlog {

std::vector<app::Command> commands(const Setting& setting) {
  return {
      hook_command(setting),
      wrap_command(setting),
      ingest_command(setting),
      import_command(setting),
      export_command(setting),
      show_command(setting),
      tail_command(setting),
      list_command(setting),
      delete_command(setting),
      doctor_command(setting),
  };
}

int report(const base::Result<std::string>& text) {
  if (!text) {
    std::fprintf(stderr, "mcp-runlog: %s\n", text.error().message.c_str());
    return 1;
  }
  std::fputs(text->c_str(), stdout);
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace runlog
