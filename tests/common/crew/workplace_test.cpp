// The workplace and branches: what is learned off the main branch, and what holds everywhere.

#include "crew/workplace.hpp"

#include "support/catch.hpp"
#include "support/git_command.hpp"
#include "support/temporary_directory.hpp"

namespace fs = std::filesystem;
using support::make_repository;
using support::run_git;
using support::TemporaryDirectory;

namespace {

struct At : crew::Workplace {
  explicit At(const fs::path& directory) { launch.directory = directory; }
};

}  // namespace

TEST_CASE("a branch that is checked out is unmerged unless it is the main one") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work");
  At workplace(root);
  CHECK(workplace.unmerged_branch().empty());
  run_git(root, "checkout -b topic/one");
  CHECK(workplace.unmerged_branch() == "topic/one");
  run_git(root, "checkout --detach");
  CHECK(workplace.unmerged_branch().empty());
  run_git(root, "checkout main");
  CHECK(workplace.unmerged_branch().empty());
}

TEST_CASE("a folder and a worktree of a checkout are on its branch") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work");
  run_git(root, "worktree add -b topic ../tree");
  fs::create_directories(directory.path() / "tree/src");
  CHECK(At(directory.path() / "tree/src").unmerged_branch() == "topic");
  CHECK(At(root).unmerged_branch().empty());
}

TEST_CASE("where no branch is the main one, none is unmerged") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  CHECK(At(directory.path()).unmerged_branch().empty());
  CHECK(At("/absent").unmerged_branch().empty());
  const fs::path root = make_repository(directory.path(), "work");
  run_git(root, "branch -m main somewhere");
  CHECK(At(root).unmerged_branch().empty());
}

TEST_CASE("a server of others knows no branch of theirs") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work");
  run_git(root, "checkout -b topic");
  At workplace(root);
  workplace.launch.serves_others = true;
  CHECK(workplace.unmerged_branch().empty());
  CHECK(workplace.is_main_branch("main"));
  CHECK(workplace.is_main_branch("trunk"));
  CHECK_FALSE(workplace.is_main_branch("topic"));
}

TEST_CASE("the checkout says which branch is the main one, and only that one is") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path source = make_repository(directory.path(), "source");
  run_git(source, "checkout -b develop");
  run_git(directory.path(), "clone source clone");
  At workplace(directory.path() / "clone");
  CHECK(workplace.is_main_branch("develop"));
  CHECK_FALSE(workplace.is_main_branch("main"));
  CHECK_FALSE(workplace.is_main_branch(""));
}

TEST_CASE("where no checkout says so, the usual names are those of main branches") {
  At workplace("/absent");
  for (const char* name : {"main", "master", "trunk"})
    CHECK(workplace.is_main_branch(name));
  for (const char* name : {"", "Main", "topic", "main2"})
    CHECK_FALSE(workplace.is_main_branch(name));
}
