#include <array>
#include <fstream>
#include <thread>
#include <vector>

#include "git/checkout.hpp"
#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/git_command.hpp"
#include "support/temporary_directory.hpp"

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using support::make_repository;
using support::run_git;
using support::TemporaryDirectory;

/// libgit2 1.5 loses a PCRE2 buffer for every line of a config that names an extension, once per
/// repository opened.
extern "C" const char* leaks_of_others() __asm__("__lsan_default_suppressions");

const char* leaks_of_others() {
  return "leak:libpcre2\n";
}

namespace {

base::Result<std::string> root_commit_at(const fs::path& directory) {
  const auto checkout = git::find_checkout(directory);
  REQUIRE(checkout);
  return git::root_commit(*checkout);
}

std::string root_commit_by_git(const fs::path& directory) {
  const TemporaryDirectory scratch;
  const fs::path output = scratch.path() / "root";
  run_git(directory,
          "rev-list --max-parents=0 --first-parent HEAD > " + output.string() + "; true");
  std::ifstream stream(output);
  std::string commit;
  stream >> commit;
  return commit;
}

void check_same_as_git(const fs::path& directory) {
  const auto commit = root_commit_at(directory);
  if (!commit) FAIL(commit.error().message);
  CHECK(commit->size() == 40);
  CHECK(*commit == root_commit_by_git(directory));
}

}  // namespace

TEST_CASE("the root commit is the one git finds") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work", 5);
  check_same_as_git(root);
  run_git(root, "gc --aggressive --prune=now");
  run_git(root, "pack-refs --all");
  check_same_as_git(root);
}

TEST_CASE("a root commit is the same in a worktree, a submodule and a detached checkout") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work", 3);
  run_git(root, "config extensions.worktreeConfig true");
  run_git(root, "worktree add --detach ../tree HEAD~1");
  const fs::path whole = make_repository(directory.path(), "whole", 1);
  run_git(whole, "submodule add " + root.string() + " part");
  const std::string expected = root_commit_by_git(root);
  for (const fs::path& place : {root, directory.path() / "tree", whole / "part"}) {
    const auto commit = root_commit_at(place);
    if (!commit) FAIL(commit.error().message);
    CHECK(*commit == expected);
  }
}

TEST_CASE("the root commit follows first parents through merges of other histories") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work", 2);
  const std::string expected = root_commit_by_git(root);
  make_repository(directory.path(), "other", 2);
  run_git(root, "pull --no-rebase --no-edit --allow-unrelated-histories ../other main");
  const auto commit = root_commit_at(root);
  REQUIRE(commit);
  CHECK(*commit == expected);
}

TEST_CASE("a repository without a commit says so") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const auto commit = root_commit_at(make_repository(directory.path(), "unborn", 0));
  REQUIRE_FALSE(commit);
  CHECK(commit.error().kind == base::ErrorKind::not_found);
  CHECK_THAT(commit.error().message, Contains("no commit yet"));
}

TEST_CASE("a shallow clone has no root commit to tell") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path source = make_repository(directory.path(), "source", 4);
  run_git(directory.path(), "clone --depth 2 file://" + source.string() + " shallow");
  const auto commit = root_commit_at(directory.path() / "shallow");
  REQUIRE_FALSE(commit);
  CHECK(commit.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(commit.error().message, Contains("--unshallow"));
}

TEST_CASE("a damaged or unknown repository is an error in words") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work", 1);
  const std::string head = root_commit_by_git(root);
  SECTION("object is garbage") {
    const fs::path object = root / ".git/objects" / head.substr(0, 2) / head.substr(2);
    fs::permissions(object, fs::perms::owner_all);
    std::ofstream(object) << "garbage";
  }
  SECTION("config is malformed") {
    std::ofstream(root / ".git/config") << "[[[ \"\n";
  }
  SECTION("format is unknown") {
    run_git(root, "config core.repositoryformatversion 1");
    run_git(root, "config extensions.unheardof true");
  }
  const auto commit = root_commit_at(root);
  REQUIRE_FALSE(commit);
  CHECK(commit.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(commit.error().message, Contains(root.string()));
}

TEST_CASE("a missing module is an error and the rest works without it") {
  const TemporaryDirectory directory;
  const support::Environment none("AGENT_SMITH_MODULES", directory.path().c_str());
  fs::create_directories(directory.path() / ".git/objects");
  directory.write(".git/HEAD", "ref: refs/heads/main\n");
  const auto commit = root_commit_at(directory.path());
  REQUIRE_FALSE(commit);
  CHECK_THAT(commit.error().message, Contains("agent-smith-git.so is not installed"));
}

TEST_CASE("several threads may ask for root commits at once") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work", 3);
  const auto checkout = git::find_checkout(root);
  REQUIRE(checkout);
  std::array<std::string, 4> found;
  std::vector<std::thread> threads;
  for (std::string& answer : found) {
    threads.emplace_back([&answer, &checkout] {
      const auto commit = git::root_commit(*checkout);
      answer = commit ? *commit : commit.error().message;
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  for (const std::string& answer : found)
    CHECK(answer == root_commit_by_git(root));
}
