#include "git/checkout.hpp"

#include <sys/stat.h>

#include <fstream>

#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/git_command.hpp"
#include "support/temporary_directory.hpp"

namespace fs = std::filesystem;
using support::make_repository;
using support::run_git;
using support::TemporaryDirectory;

namespace {

/// A checkout made of files alone.
void write_checkout(const TemporaryDirectory& directory,
                    const fs::path& git_dir,
                    std::string_view config) {
  directory.write(git_dir / "HEAD", "ref: refs/heads/main\n");
  directory.write(git_dir / "config", config);
  fs::create_directories(directory.path() / git_dir / "objects");
}

constexpr std::string_view origin_config = "[remote \"origin\"]\n\turl = git@host:o/r.git\n";

}  // namespace

TEST_CASE("a checkout is found from any directory inside it") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work");
  run_git(root, "remote add origin git@host:Owner/Repo.git");
  fs::create_directories(root / "a" / "b");
  for (const fs::path& start : {root, root / "a" / "b", root / "a" / ".." / "a"}) {
    const auto checkout = git::find_checkout(start);
    REQUIRE(checkout);
    CHECK(checkout->root == root);
    CHECK(checkout->git_dir == root / ".git");
    CHECK(checkout->origin_url == "git@host:Owner/Repo.git");
    CHECK(checkout->branch == "main");
  }
}

TEST_CASE("a clone and a worktree share the origin and have their own branch") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path source = make_repository(directory.path(), "source");
  run_git(directory.path(), "clone source clone");
  run_git(directory.path() / "clone", "worktree add -b topic/one ../tree");
  const auto clone = git::find_checkout(directory.path() / "clone");
  const auto tree = git::find_checkout(directory.path() / "tree");
  REQUIRE(clone);
  REQUIRE(tree);
  CHECK(clone->origin_url == source.string());
  CHECK(tree->origin_url == clone->origin_url);
  CHECK(tree->common_dir == clone->common_dir);
  CHECK(tree->git_dir == clone->common_dir / "worktrees" / "tree");
  CHECK(tree->root == directory.path() / "tree");
  CHECK(clone->branch == "main");
  CHECK(tree->branch == "topic/one");
}

TEST_CASE("a submodule is its own checkout") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path part = make_repository(directory.path(), "part");
  const fs::path whole = make_repository(directory.path(), "whole");
  run_git(whole, "remote add origin git@host:o/whole");
  run_git(whole, "submodule add " + part.string() + " part");
  const auto checkout = git::find_checkout(whole / "part");
  REQUIRE(checkout);
  CHECK(checkout->root == whole / "part");
  CHECK(checkout->origin_url == part.string());
}

TEST_CASE("a checkout without origin, detached or without a commit is still one") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work", 1);
  run_git(root, "checkout --detach");
  const auto detached = git::find_checkout(root);
  REQUIRE(detached);
  CHECK_FALSE(detached->origin_url);
  CHECK_FALSE(detached->branch);
  const auto unborn = git::find_checkout(make_repository(directory.path(), "unborn", 0));
  REQUIRE(unborn);
  CHECK(unborn->branch == "main");
}

TEST_CASE("git's environment variables do not lead to another checkout") {
  const TemporaryDirectory directory;
  write_checkout(directory, "one/.git", origin_config);
  write_checkout(directory, "two/.git", "");
  const support::Environment variable("GIT_DIR", (directory.path() / "two/.git").c_str());
  const auto checkout = git::find_checkout(directory.path() / "one");
  REQUIRE(checkout);
  CHECK(checkout->origin_url == "git@host:o/r.git");
}

TEST_CASE("outside of a checkout there is none") {
  const TemporaryDirectory directory;
  CHECK_FALSE(git::find_checkout(directory.path()));
  CHECK_FALSE(git::find_checkout(directory.path() / "absent"));
  CHECK_FALSE(git::find_checkout("/"));
  CHECK_FALSE(git::find_checkout(""));
  directory.write("file", "x");
  CHECK_FALSE(git::find_checkout(directory.path() / "file"));
}

TEST_CASE("a directory named .git that is no repository is passed over") {
  const TemporaryDirectory directory;
  write_checkout(directory, ".git", origin_config);
  fs::create_directories(directory.path() / "inner" / ".git");
  fs::create_directories(directory.path() / "dangling");
  fs::create_symlink("nowhere", directory.path() / "dangling" / ".git");
  fs::create_directories(directory.path() / "loop");
  fs::create_symlink(".git", directory.path() / "loop" / ".git");
  fs::create_directories(directory.path() / "pipe");
  REQUIRE(::mkfifo((directory.path() / "pipe" / ".git").c_str(), 0600) == 0);
  for (const char* inner : {"inner", "dangling", "loop", "pipe"}) {
    const auto checkout = git::find_checkout(directory.path() / inner);
    REQUIRE(checkout);
    CHECK(checkout->root == directory.path());
  }
}

TEST_CASE("a .git file that leads nowhere hides the repository around it") {
  const TemporaryDirectory directory;
  write_checkout(directory, ".git", origin_config);
  const std::string own_path = (directory.path() / "inner/.git").string();
  for (const std::string& content : {std::string(),
                                     std::string("gitdir:"),
                                     std::string("gitdir: ../absent\n"),
                                     std::string("gitdir: .git\n"),
                                     "gitdir: " + own_path,
                                     std::string("gitdir: /dev/zero\n"),
                                     std::string("gitdir: a\0b\n", 12),
                                     std::string("no label\n"),
                                     "gitdir: " + std::string(100'000, 'x'),
                                     "gitdir: " + std::string(5'000, 'x')}) {
    directory.write("inner/.git", content);
    CHECK_FALSE(git::find_checkout(directory.path() / "inner"));
  }
}

TEST_CASE("a .git file or link leads to a repository elsewhere") {
  const TemporaryDirectory directory;
  write_checkout(directory, "store/repository", origin_config);
  directory.write("by_file/.git", "gitdir: ../store/repository\r\n");
  fs::create_directories(directory.path() / "by_link");
  fs::create_directory_symlink("../store/repository", directory.path() / "by_link" / ".git");
  for (const char* name : {"by_file", "by_link"}) {
    const auto checkout = git::find_checkout(directory.path() / name);
    REQUIRE(checkout);
    CHECK(checkout->origin_url == "git@host:o/r.git");
  }
}

TEST_CASE("a common directory is followed one step only") {
  const TemporaryDirectory directory;
  write_checkout(directory, "one/.git", "");
  directory.write("one/.git/commondir", "../../two\n");
  write_checkout(directory, "two", origin_config);
  directory.write("two/commondir", "../one/.git\n");
  const auto checkout = git::find_checkout(directory.path() / "one");
  REQUIRE(checkout);
  CHECK(checkout->common_dir == directory.path() / "two");
  CHECK(checkout->origin_url == "git@host:o/r.git");
}

TEST_CASE("an origin or branch that cannot be a name is left out") {
  const TemporaryDirectory directory;
  for (const std::string& config : {std::string("[remote \"origin\"]\nurl = \"a\\nb\"\n"),
                                    std::string("[remote \"origin\"]\nurl = a\xFF"
                                                "b\n"),
                                    std::string("[remote \"origin\"]\nurl = a\x1B[31m\n"),
                                    std::string(2'000'000, ' ').append(origin_config)}) {
    write_checkout(directory, ".git", config);
    directory.write(".git/HEAD", "ref: refs/heads/a\x1B[31m\n");
    const auto checkout = git::find_checkout(directory.path());
    REQUIRE(checkout);
    CHECK_FALSE(checkout->origin_url);
    CHECK_FALSE(checkout->branch);
  }
}

TEST_CASE("a config that is no regular file does not hold the search up") {
  const TemporaryDirectory directory;
  write_checkout(directory, ".git", "");
  fs::remove(directory.path() / ".git/config");
  REQUIRE(::mkfifo((directory.path() / ".git/config").c_str(), 0600) == 0);
  const auto checkout = git::find_checkout(directory.path());
  REQUIRE(checkout);
  CHECK_FALSE(checkout->origin_url);
}
