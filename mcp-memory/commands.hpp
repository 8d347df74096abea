#pragma once
// The commands of mcp-memory for people and hooks: the table of contents. They print; tools answer.

#include <string>
#include <vector>

#include "app/program.hpp"
#include "base/result.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {

std::vector<app::Command> commands(const Setting& setting);

// One in each file of commands/.
app::Command brief_command(const Setting& setting);
app::Command find_command(const Setting& setting);
app::Command export_command(const Setting& setting);
app::Command import_command(const Setting& setting);
app::Command nats_command(const Setting& setting);
app::Command backup_command(const Setting& setting);
app::Command purge_command(const Setting& setting);
app::Command doctor_command(const Setting& setting);
app::Command eval_command(const Setting& setting);

/// Waits a moment for news of the log of record, where there is one, and delivers what waits for
/// it; says on stderr what may be missing.
void catch_up(const Setting& setting);

/// Prints the text, or on stderr what is wrong. Gives the exit code.
int report(const base::Result<std::string>& text);

}  // namespace memory
