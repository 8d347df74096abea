// Which branch is checked out now, and which one the others are merged into.

#include "git/checkout.hpp"
#include "support/catch.hpp"
#include "support/git_command.hpp"
#include "support/temporary_directory.hpp"

namespace fs = std::filesystem;
using support::make_repository;
using support::run_git;
using support::TemporaryDirectory;

namespace {

git::Checkout checkout_of(const fs::path& directory) {
  const auto checkout = git::find_checkout(directory);
  REQUIRE(checkout);
  return *checkout;
}

}  // namespace

TEST_CASE("the branch that is checked out is read anew each time") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work");
  const git::Checkout checkout = checkout_of(root);
  CHECK(git::branch_now(checkout) == "main");
  run_git(root, "checkout -b topic/one");
  CHECK(git::branch_now(checkout) == "topic/one");
  run_git(root, "checkout --detach");
  CHECK(git::branch_now(checkout) == std::nullopt);
  run_git(root, "checkout main");
  CHECK(git::branch_now(checkout) == "main");
  fs::remove_all(root / ".git");
  CHECK(git::branch_now(checkout) == std::nullopt);
}

TEST_CASE("each worktree has its own branch and all have one main branch") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work");
  run_git(root, "worktree add -b topic ../tree");
  const git::Checkout tree = checkout_of(directory.path() / "tree");
  CHECK(git::branch_now(tree) == "topic");
  CHECK(git::branch_now(checkout_of(root)) == "main");
  CHECK(git::main_branch(tree) == "main");
}

TEST_CASE("the main branch is the one that the origin calls its own") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path source = make_repository(directory.path(), "source");
  run_git(source, "checkout -b team/develop");
  run_git(directory.path(), "clone source clone");
  const fs::path clone = directory.path() / "clone";
  run_git(clone, "branch main origin/main");
  run_git(clone, "checkout -b topic");
  CHECK(git::main_branch(checkout_of(clone)) == "team/develop");
}

TEST_CASE("without an origin the main branch is the first usual one that exists") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work");
  run_git(root, "checkout -b other");
  run_git(root, "branch -m main trunk");
  CHECK(git::main_branch(checkout_of(root)) == "trunk");
  run_git(root, "branch master");
  CHECK(git::main_branch(checkout_of(root)) == "master");
  run_git(root, "branch main");
  CHECK(git::main_branch(checkout_of(root)) == "main");
  run_git(root, "branch -D main");
  run_git(root, "branch -D master");
  run_git(root, "branch -D trunk");
  CHECK(git::main_branch(checkout_of(root)) == std::nullopt);
}

TEST_CASE("a main branch is found among packed references, and no longer name is taken for it") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work");
  run_git(root, "checkout -b other");
  run_git(root, "pack-refs --all");
  CHECK_FALSE(fs::exists(root / ".git/refs/heads/main"));
  CHECK(git::main_branch(checkout_of(root)) == "main");
  run_git(root, "branch -m main mainly");
  run_git(root, "pack-refs --all");
  CHECK(git::main_branch(checkout_of(root)) == std::nullopt);
}
