// branch: what is learned on an unmerged branch says so, until it is merged.

#include "calls.hpp"
#include "support/git_command.hpp"

using Catch::Contains;
using support::run_git;

namespace {

struct BranchesFixture {
  support::TemporaryDirectory home;
  support::TemporaryDirectory work;
  desk::Desk devbot{home.path()};

  /// Of a record that is written in the checkout; empty if it holds everywhere.
  std::string branch_of(const std::filesystem::path& checkout,
                        const std::string& title,
                        const std::string& branch_json = "") const {
    const desk::Desk inside = devbot.inside(checkout);
    const std::string id =
        inside.write(sample::with(sample::decision(title), "branch", branch_json));
    return stored_branch(id);
  }

  std::string stored_branch(const std::string& id) const {
    const auto answer = devbot.must("get_record", calls::about(id));
    const json::View branch = answer.structured().find("branch");
    return branch.is(json::Kind::absent) ? std::string() : std::string(branch.text());
  }
};

}  // namespace

TEST_CASE_METHOD(BranchesFixture, "a record holds on the branch on which it was written") {
  NEEDS_GIT();
  const auto checkout = support::make_repository(work.path(), "shop");
  CHECK(branch_of(checkout, "Ducks are counted").empty());
  run_git(checkout, "checkout -b topic/herons");
  CHECK(branch_of(checkout, "Herons are filmed") == "topic/herons");
  run_git(checkout, "checkout --detach");
  CHECK(branch_of(checkout, "Swans are weighed").empty());
}

TEST_CASE_METHOD(BranchesFixture, "a running server notices that another branch is checked out") {
  NEEDS_GIT();
  const auto checkout = support::make_repository(work.path(), "shop");
  const desk::Desk inside = devbot.inside(checkout);
  CHECK(stored_branch(inside.write(sample::decision("Ducks are counted"))).empty());
  run_git(checkout, "checkout -b topic");
  CHECK(stored_branch(inside.write(sample::decision("Herons are filmed"))) == "topic");
  run_git(checkout, "checkout main");
  CHECK(stored_branch(inside.write(sample::decision("Swans are weighed"))).empty());
}

TEST_CASE_METHOD(BranchesFixture,
                 "the main branch's name means everywhere, any other that branch") {
  NEEDS_GIT();
  const auto checkout = support::make_repository(work.path(), "shop");
  run_git(checkout, "checkout -b topic");
  CHECK(branch_of(checkout, "Ducks are counted", R"("main")").empty());
  CHECK(branch_of(checkout, "Swans are weighed", R"("other")") == "other");
  CHECK(branch_of(checkout, "Geese are ringed", R"("topic")") == "topic");
  CHECK(branch_of(checkout, "Herons are filmed", R"("master")") == "master");
}

TEST_CASE_METHOD(BranchesFixture,
                 "without a checkout the usual names of main branches mean everywhere") {
  for (const char* name : {"main", "master", "trunk"})
    CHECK(branch_of("/", std::string("Ducks of ") + name, json::quoted(name)).empty());
  CHECK(branch_of("/", "Ducks of topic", R"("topic")") == "topic");
  CHECK(branch_of("/", "Ducks of nothing").empty());
}

TEST_CASE_METHOD(BranchesFixture, "what takes a record's place holds on the branch, too") {
  NEEDS_GIT();
  const auto checkout = support::make_repository(work.path(), "shop");
  run_git(checkout, "checkout -b topic");
  const desk::Desk inside = devbot.inside(checkout);
  const std::string older = devbot.write(sample::decision("Ducks are counted"));
  const auto by =
      inside.must("supersede_record", calls::supersede(older, sample::decision("Ducks are free")));
  CHECK(stored_branch(by.member("id")) == "topic");
}

TEST_CASE_METHOD(BranchesFixture, "a record of a branch says so wherever it is read") {
  const std::string id =
      devbot.write(sample::with(sample::decision("Ducks are counted"), "branch", R"("topic")"));
  for (const std::string& remarks : calls::remarks_everywhere(devbot, id, "ducks"))
    CHECK_THAT(remarks, Contains("holds on branch topic only"));
}

TEST_CASE_METHOD(BranchesFixture, "an update marks the branch as merged, and adds none by itself") {
  NEEDS_GIT();
  const auto checkout = support::make_repository(work.path(), "shop");
  run_git(checkout, "checkout -b topic");
  const desk::Desk inside = devbot.inside(checkout);
  const std::string first = inside.write(sample::decision("Ducks are counted"));
  const std::string second = inside.write(sample::decision("Swans are weighed"));
  inside.must("update_record", calls::update(first, 1, R"({"branch":null})"));
  inside.must("update_record", calls::update(second, 1, R"({"branch":"main"})"));
  CHECK(stored_branch(first).empty());
  CHECK(stored_branch(second).empty());
  inside.must("update_record", calls::update(first, 2, R"({"context":"Ducks grew."})"));
  CHECK(stored_branch(first).empty());
  for (const std::string& id : {first, second})
    CHECK(calls::remarks(devbot, id).empty());
}
