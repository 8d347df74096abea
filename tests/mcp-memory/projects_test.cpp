// Which project the real binary works for: by git, by environment, by flag.

#include "support/git_command.hpp"
#include "wire.hpp"

namespace fs = std::filesystem;

namespace {

const wire::Variables by_git = {{"AGENT_SMITH_PROJECT", ""}};

std::string project_in(const fs::path& home, const fs::path& directory) {
  wire::Client client(home, by_git, {}, directory);
  return client.call("read_records").member("project");
}

}  // namespace

TEST_CASE("worktrees, folders and clones of one origin share their records") {
  NEEDS_GIT();
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "home";
  const fs::path shop = support::make_repository(directory.path(), "shop");
  support::run_git(shop, "remote add origin git@example.com:Crew/shop.git");
  support::run_git(shop, "worktree add ../worktree");
  fs::create_directories(shop / "src" / "deep");
  support::run_git(directory.path(), "clone shop clone");
  support::run_git(directory.path() / "clone",
                   "remote set-url origin https://user:secret@example.com/Crew/shop");

  std::string id;
  {
    wire::Client client(home, by_git, {}, shop);
    const auto stored = client.call("write_record", sample::decision());
    REQUIRE_FALSE(stored.is_error());
    id = stored.member("id");
    CHECK_THAT(stored.text(), Catch::Contains("example.com/"));
    CHECK(stored.text().find("secret") == std::string::npos);
  }
  for (const fs::path& place :
       {shop / "src" / "deep", directory.path() / "worktree", directory.path() / "clone"}) {
    INFO(place);
    wire::Client client(home, by_git, {}, place);
    CHECK(wire::all_ids(client) == std::vector<std::string>{id});
  }
}

TEST_CASE("another repository, and a folder without one, see nothing of it") {
  NEEDS_GIT();
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "home";
  const fs::path shop = support::make_repository(directory.path(), "shop");
  support::run_git(shop, "remote add origin https://example.com/crew/shop");
  const fs::path blog = support::make_repository(directory.path(), "blog");
  fs::create_directories(directory.path() / "plain");
  wire::Client client(home, by_git, {}, shop);
  const std::string id = client.call("write_record", sample::decision()).member("id");
  for (const fs::path& place : {blog, directory.path() / "plain"}) {
    INFO(place);
    wire::Client other(home, by_git, {}, place);
    CHECK(wire::all_ids(other).empty());
    CHECK_THAT(other.call("brief").text(), Catch::Contains("Nothing is in force here yet"));
    const auto refused = other.call("get_record", R"({"id":")" + id + R"("})");
    CHECK(refused.is_error());
    CHECK_THAT(refused.text(), Catch::Contains(R"("project": "example.com/crew/shop")"));
    const auto named =
        other.call("get_record", R"({"id":")" + id + R"(","project":"example.com/crew/shop"})");
    CHECK(named.member("id") == id);
  }
  CHECK_THAT(project_in(home, blog), Catch::StartsWith("root:"));
  CHECK(project_in(home, directory.path() / "plain") ==
        "path:" + (directory.path() / "plain").string());
}

TEST_CASE("the flag says which project, else the environment, else git") {
  const support::TemporaryDirectory home;
  const wire::Variables by_environment = {{"AGENT_SMITH_PROJECT", "of-environment"}};
  wire::Client flag(home.path(), by_environment, {"--project", "of-flag"});
  CHECK(flag.call("read_records").member("project") == "of-flag");
  wire::Client serve(home.path(), by_environment, {"serve", "--project", "of-flag"});
  CHECK(serve.call("read_records").member("project") == "of-flag");
  wire::Client environment(home.path(), by_environment);
  CHECK(environment.call("read_records").member("project") == "of-environment");
  wire::Client literal(home.path(), {{"AGENT_SMITH_PROJECT", "${PROJECT}"}});
  const auto refused = literal.call("write_record", sample::decision());
  CHECK(refused.is_error());
  CHECK_THAT(refused.text(), Catch::Contains("did not expand"));
  CHECK(literal.answers_ping());
}

TEST_CASE("two projects on one store keep the same words apart") {
  const support::TemporaryDirectory home;
  wire::Client shop(home.path(), {{"AGENT_SMITH_PROJECT", "shop"}});
  wire::Client blog(home.path(), {{"AGENT_SMITH_PROJECT", "blog"}});
  const auto first = shop.call("write_record", sample::decision());
  const auto second = blog.call("write_record", sample::decision());
  CHECK(first.member("created") == "true");
  CHECK(second.member("created") == "true");
  CHECK(wire::all_ids(shop) == std::vector<std::string>{first.member("id")});
  CHECK(wire::all_ids(blog) == std::vector<std::string>{second.member("id")});
  const auto found = blog.call("find_records", R"({"query":"orders","project":"shop"})");
  REQUIRE(found.structured().find("records").size() == 1);
  CHECK(found.structured().find("records").item(0).find("id").text() == first.member("id"));
}
