#pragma once
// The C interface between this room and the module agent-smith-git, which holds libgit2. Both are
// built and installed together; a change of the interface changes the name of the function.

#include <array>

namespace git {

enum class RootCommitStatus { found, unborn, shallow, failed };

struct RootCommit {
  RootCommitStatus status = RootCommitStatus::failed;
  std::array<char, 256>
      text{};  ///< 40 hex digits if found, else what went wrong; ends with a zero byte
};

/// Finds the end of the first-parent history of HEAD. `git_dir` is an absolute path. Thread-safe.
using RootCommitFunction = void(const char* git_dir, RootCommit* answer) noexcept;

inline constexpr const char* root_commit_module = "agent-smith-git";
inline constexpr const char* root_commit_symbol = "agent_smith_root_commit_1";

}  // namespace git
