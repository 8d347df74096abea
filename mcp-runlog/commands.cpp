#include "mcp-runlog/commands.hpp"

#include "app/report.hpp"

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
  return app::report("mcp-runlog", text);
}

}  // namespace runlog
