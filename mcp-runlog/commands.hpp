#pragma once
// The commands of mcp-runlog for people, hooks and scripts: the table of contents. They print;
// tools answer.

#include <string>
#include <vector>

#include "app/program.hpp"
#include "base/result.hpp"
#include "mcp-runlog/tools.hpp"

namespace runlog {

std::vector<app::Command> commands(const Setting& setting);

// One in each file of commands/.
app::Command hook_command(const Setting& setting);
app::Command wrap_command(const Setting& setting);
app::Command ingest_command(const Setting& setting);
app::Command import_command(const Setting& setting);
app::Command export_command(const Setting& setting);
app::Command show_command(const Setting& setting);
app::Command tail_command(const Setting& setting);
app::Command list_command(const Setting& setting);
app::Command delete_command(const Setting& setting);
app::Command doctor_command(const Setting& setting);

/// Prints the text, or on stderr what is wrong. Gives the exit code.
int report(const base::Result<std::string>& text);

}  // namespace runlog
