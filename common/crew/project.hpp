#pragma once
// Which project a server works for. What is stored under one project is not seen in another.

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace crew {

/// The first that applies:
///   <override>         a flag, else AGENT_SMITH_PROJECT, as the caller decides; blank counts as
///   unset host/path          the remote origin of the checkout around `directory`, the same for
///   every clone and worktree root:<40 hex>      the first commit of a checkout without origin
///   path:<directory>   the checkout if it has no commit yet, else `directory`
/// invalid: the override is longer than 200 bytes, has hidden characters or was not expanded by the
/// launcher. unavailable: there is a first commit, but it cannot be told (shallow clone, module
/// missing). Reads files and may load libgit2, so call it lazily.
base::Result<std::string> project_of(const std::optional<std::string>& override,
                                     const std::filesystem::path& directory);

}  // namespace crew
