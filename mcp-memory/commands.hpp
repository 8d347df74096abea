#pragma once
// The commands of mcp-memory for people and hooks: brief, find, doctor. They print; tools answer.

#include <vector>

#include "app/program.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {

std::vector<app::Command> commands(const Setting& setting);

}  // namespace memory
