#pragma once
// The terminal that a command prints to.

#include "mcp-runlog/export/terminal.hpp"

namespace runlog {

/// Of stdout: its width if it is a terminal, and colour unless NO_COLOR is set (no-color.org).
TerminalLook look_of_stdout();

}  // namespace runlog
