#pragma once
// mcp-memory as a program: its declaration, with its tools and commands.

#include "app/program.hpp"

namespace memory {

app::Program program(const std::shared_ptr<crew::Workplace>& workplace);

}  // namespace memory
