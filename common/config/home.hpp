#pragma once
// Where this user's state lives. The directory is not created here.

#include <filesystem>

#include "base/result.hpp"

namespace config {

/// $AGENT_SMITH_HOME, else $XDG_DATA_HOME/agent-smith, else $HOME/.local/share/agent-smith.
/// invalid: the first of them that is set is not absolute or was not expanded by the launcher.
/// unavailable: none is set.
base::Result<std::filesystem::path> home();

}  // namespace config
