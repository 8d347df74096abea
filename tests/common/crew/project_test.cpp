#include "crew/project.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/git_command.hpp"
#include "support/temporary_directory.hpp"

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using support::make_repository;
using support::run_git;
using support::TemporaryDirectory;

namespace {

std::string project(const fs::path& directory) {
  const auto found = crew::project_of(std::nullopt, directory);
  return found ? *found : found.error().message;
}

}  // namespace

TEST_CASE("an override is the project wherever the server works") {
  const TemporaryDirectory directory;
  CHECK(*crew::project_of("  my project ", directory.path()) == "my project");
  CHECK(*crew::project_of(std::string(200, 'x'), "/absent") == std::string(200, 'x'));
  CHECK(*crew::project_of(" ", directory.path()) == "path:" + directory.path().string());
}

TEST_CASE("an override that cannot be a name is refused") {
  for (const std::string& name : {std::string(201, 'x'),
                                  std::string("a\nb"),
                                  std::string("a\tb"),
                                  std::string("a\0b", 3),
                                  std::string("a\x1B[31m"),
                                  std::string("a\xE2\x80\x8B"
                                              "b"),
                                  std::string("a\xFF")}) {
    const auto refused = crew::project_of(name, "/");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == base::ErrorKind::invalid);
    CHECK_THAT(refused.error().message, Contains("at most 200 bytes"));
  }
  CHECK_THAT(crew::project_of("${PROJECT}", "/").error().message, Contains("did not expand"));
}

TEST_CASE("clones, worktrees and their directories are one project") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path one = make_repository(directory.path(), "one");
  run_git(one, "remote add origin https://user:token@Host.example/Owner/Repo.git");
  run_git(one, "worktree add ../tree");
  const fs::path two = make_repository(directory.path(), "two");
  run_git(two, "remote add origin git@host.example:Owner/Repo");
  fs::create_directories(one / "a/b");
  for (const fs::path& place : {one, one / "a/b", directory.path() / "tree", two}) {
    CHECK(project(place) == "host.example/Owner/Repo");
  }
}

TEST_CASE("clones of a local repository share its path") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  make_repository(directory.path(), "source");
  run_git(directory.path(), "clone --bare source store.git");
  run_git(directory.path(), "clone store.git one");
  run_git(directory.path(), "clone file://" + (directory.path() / "store.git").string() + " two");
  const std::string expected = "file:" + (directory.path() / "store").string();
  CHECK(project(directory.path() / "one") == expected);
  CHECK(project(directory.path() / "two") == expected);
}

TEST_CASE("a repository without origin is known by its first commit") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work", 2);
  run_git(root, "worktree add ../tree");
  const std::string name = project(root);
  CHECK_THAT(name, Contains("root:"));
  CHECK(name.size() == std::string("root:").size() + 40);
  CHECK(project(directory.path() / "tree") == name);
  run_git(root, "commit --allow-empty -m more");
  CHECK(project(root) == name);
}

TEST_CASE("an origin that names nothing counts as none") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path root = make_repository(directory.path(), "work", 1);
  run_git(root, "config remote.origin.url https:///");
  CHECK_THAT(project(root), Contains("root:"));
}

TEST_CASE("the checkout's path is the project before the first commit, and never instead of one") {
  NEEDS_GIT();
  const TemporaryDirectory directory;
  const fs::path unborn = make_repository(directory.path(), "unborn", 0);
  fs::create_directories(unborn / "inner");
  CHECK(project(unborn) == "path:" + unborn.string());
  CHECK(project(unborn / "inner") == "path:" + unborn.string());
  const fs::path root = make_repository(directory.path(), "work", 1);
  const support::Environment missing("AGENT_SMITH_MODULES", "/nonexistent");
  const auto untold = crew::project_of(std::nullopt, root);
  REQUIRE_FALSE(untold);
  CHECK(untold.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(untold.error().message, Contains("AGENT_SMITH_PROJECT"));
}

TEST_CASE("outside of a checkout the directory is the project") {
  const TemporaryDirectory directory;
  const std::string expected = "path:" + (directory.path() / "a").string();
  fs::create_directories(directory.path() / "a");
  fs::create_directory_symlink("a", directory.path() / "link");
  CHECK(project(directory.path() / "a") == expected);
  CHECK(project(directory.path() / "a/") == expected);
  CHECK(project(directory.path() / "x/../a") == expected);
  CHECK(project(directory.path() / "link") == expected);
  CHECK(project("/") == "path:/");
}
