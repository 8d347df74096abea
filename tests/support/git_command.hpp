#pragma once
// The real git, to make the repositories that tests read. It sees no configuration of the user.

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace support {

inline bool has_git() {
  return std::system("git --version >/dev/null 2>&1") == 0;
}

/// Runs `git <arguments>` in a directory; throws with the command if it fails. Arguments go through
/// a shell.
inline void run_git(const std::filesystem::path& directory, const std::string& arguments) {
  const std::string command =
      "unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR; cd '" + directory.string() +
      "' && GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "
      "GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b "
      "git -c init.defaultBranch=main -c protocol.file.allow=always " +
      arguments + " >/dev/null 2>&1";
  const int status = std::system(command.c_str());
  if (status != 0) throw std::runtime_error("failed: git " + arguments);
}

/// A new repository with that many empty commits, below `parent`.
inline std::filesystem::path make_repository(const std::filesystem::path& parent,
                                             const std::string& name,
                                             int commits = 2) {
  run_git(parent, "init " + name);
  for (int count = 1; count <= commits; ++count) {
    run_git(parent / name, "commit --allow-empty -m " + name + std::to_string(count));
  }
  return parent / name;
}

}  // namespace support

/// Ends the test with a message where git is not installed.
#define NEEDS_GIT()                          \
  do {                                       \
    if (!support::has_git()) {               \
      WARN("skipped: git is not installed"); \
      return;                                \
    }                                        \
  } while (false)
