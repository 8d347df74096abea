#pragma once
// The git checkout a server works in, read from its files: git itself is never started, nothing is
// written, and no program that a repository's configuration names is ever run. Environment
// variables of git (GIT_DIR and the like) and configuration outside the repository are not looked
// at.

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace git {

struct Checkout {
  std::filesystem::path root;        ///< the working tree, absolute, without symbolic links
  std::filesystem::path git_dir;     ///< what belongs to this working tree alone (HEAD)
  std::filesystem::path common_dir;  ///< what all worktrees share (config, objects)
  std::optional<std::string>
      origin_url;                     ///< as written, may hold credentials: never log or store it
  std::optional<std::string> branch;  ///< nothing if HEAD is detached
};

/// The innermost checkout that `directory` lies in: main working tree, linked worktree or
/// submodule. A `.git` file that leads nowhere ends the search, as in git: an outer repository is
/// another project.
std::optional<Checkout> find_checkout(const std::filesystem::path& directory);

/// What HEAD names now; nothing if it is detached or cannot be read.
std::optional<std::string> branch_now(const Checkout& checkout);

/// What the branch that the others are merged into is called where nobody says so.
inline constexpr std::array<std::string_view, 3> usual_main_branches = {"main", "master", "trunk"};

/// The branch that the others are merged into: the one that the remote origin calls its own, else
/// the first of the usual ones that exists. Nothing if there is none of these.
std::optional<std::string> main_branch(const Checkout& checkout);

/// The first commit of the history: first parents from HEAD to the end, 40 hex digits. Loads
/// libgit2 on demand. not_found: HEAD has no commit yet. unavailable: the history ends early
/// (shallow clone), is damaged or in a format that libgit2 cannot read, or the module is missing.
base::Result<std::string> root_commit(const Checkout& checkout);

}  // namespace git
