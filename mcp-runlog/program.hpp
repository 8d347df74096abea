#pragma once
// mcp-runlog as a program: its declaration, with its tools and commands.

#include "app/program.hpp"

namespace runlog {

app::Program program(const std::shared_ptr<crew::Workplace>& workplace);

}  // namespace runlog
