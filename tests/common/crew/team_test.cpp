#include "crew/team.hpp"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using Catch::Matchers::Contains;
using support::TemporaryDirectory;

namespace {

const std::string hash_a(64, 'a');

std::string refusal_of(const std::string& text) {
  const TemporaryDirectory directory;
  const auto team = crew::read_team(directory.write("team.yaml", text));
  return team ? "accepted" : team.error().message;
}

std::string agent(const std::string& fields) {
  return "version: 1\nagents:\n  - {" + fields + "}\n";
}

}  // namespace

TEST_CASE("a team file lists its agents") {
  const TemporaryDirectory directory;
  const auto file = directory.write("team.yaml",
                                    "version: 1\nagents:\n  - name: devbot\n    role: writes code\n"
                                    "    token_sha256: " +
                                        hash_a + "\n  - name: 2nd-bot\n");
  const auto team = crew::read_team(file);
  if (!team) FAIL(team.error().message);
  CHECK(team->file == file);
  REQUIRE(team->members.size() == 2);
  CHECK(team->members[0].name == "devbot");
  CHECK(team->members[0].role == "writes code");
  CHECK(team->members[0].token_sha256 == hash_a);
  CHECK(team->members[1].name == "2nd-bot");
  CHECK(team->members[1].role.empty());
  CHECK_FALSE(team->members[1].token_sha256);
}

TEST_CASE("a team file that is wrong says where and what is allowed") {
  const std::vector<std::pair<std::string, std::string>> refusals = {
      {"", "team.yaml:1: a team file must be a map"},
      {"[]", "team.yaml:1: a team file must be a map"},
      {"agents: []", "version is missing"},
      {"version: 2\nagents: []",
       "team.yaml:1: version 2 is not known; this program reads version 1"},
      {"version: 2\nnew: key", "version 2 is not known"},
      {"version: [1]", "version must be a text"},
      {"version: 1", "agents is missing; it must be a list"},
      {"version: 1\nagents: x", "team.yaml:2: agents must be a list"},
      {"version: 1\nagent: []", "team.yaml:2: unknown key agent; did you mean agents?"},
      {"version: 1\nagents:\n  - devbot", "team.yaml:3: an agent must be a map, not a text"},
      {agent("name: a, rolle: b"), "team.yaml:3: unknown key rolle; did you mean role?"},
      {agent("role: a"), "team.yaml:3: name is missing"},
      {agent("name: [a]"), "team.yaml:3: name must be a text, not a list"},
      {agent("name: DevBot"),
       "name \"DevBot\" is not allowed: 1 to 32 characters of a-z, 0-9 and -"},
      {agent("name: -a"), "not starting with -"},
      {agent("name: a_b"), "is not allowed"},
      {agent("name: " + std::string(33, 'a')), "1 to 32 characters"},
      {agent("name: local"), "team.yaml:3: name local is reserved"},
      {agent("name: operator"), "team.yaml:3: name operator is reserved"},
      {agent("name: runlog"), "team.yaml:3: name runlog is reserved"},
      {agent("name: a, token_sha256: secret"), "team.yaml:3: token_sha256 must be the SHA-256"},
      {agent("name: a, token_sha256: " + std::string(64, 'A')), "64 lower-case hex digits"},
      {agent("name: a, token_sha256: " + std::string(63, 'a')), "64 lower-case hex digits"},
      {agent("name: a, role: \"x\\ny\""), "role must be one line"},
      {agent("name: a, role: \"x\\e[31m\""), "without hidden characters"},
      {agent("name: a, role: " + std::string(201, 'x')), "at most 200 bytes"},
      {agent("name: a") + "  - name: a\n", "team.yaml:4: name a appears twice"},
      {agent("name: a, token_sha256: " + hash_a) + "  - {name: b, token_sha256: " + hash_a + "}\n",
       "team.yaml:4: token_sha256 belongs to two agents"},
  };
  for (const auto& [text, message] : refusals) {
    CAPTURE(text);
    CHECK_THAT(refusal_of(text), Contains(message));
  }
}

TEST_CASE("a token that was written in place of its hash is not repeated") {
  CHECK_THAT(refusal_of(agent("name: a, token_sha256: hunter2")), !Contains("hunter2"));
}

TEST_CASE("a large team is read quickly") {
  std::string text = "version: 1\nagents:\n";
  for (int number = 0; number < 20'000; ++number)
    text += "  - {name: bot-" + std::to_string(number) + "}\n";
  CHECK(refusal_of(text) == "accepted");
}

TEST_CASE("agent names are short lower-case words") {
  for (const char* name : {"a", "0", "devbot", "dev-bot-2", "abcdefghijklmnopqrstuvwxyz012345"}) {
    CHECK(crew::is_agent_name(name));
  }
  for (const char* name :
       {"", "-", "A", "a b", "a.b", "a*", "\xC3\xA9", "abcdefghijklmnopqrstuvwxyz0123456"}) {
    CHECK_FALSE(crew::is_agent_name(name));
  }
}

TEST_CASE("the team file is the first of flag, variable, home and project") {
  const TemporaryDirectory directory;
  const auto write = [&directory](const std::string& name) {
    return directory.write(name, "version: 1\nagents: []\n");
  };
  crew::TeamPlaces places{
      write("flag.yaml"), write("variable.yaml"), directory.path(), directory.path() / "work"};
  write("team.yaml");
  write("work/agents/team.yaml");
  CHECK((*crew::find_team(places))->file == directory.path() / "flag.yaml");
  places.option.reset();
  CHECK((*crew::find_team(places))->file == directory.path() / "variable.yaml");
  places.environment.reset();
  CHECK((*crew::find_team(places))->file == directory.path() / "team.yaml");
  places.home = directory.path() / "absent";
  CHECK((*crew::find_team(places))->file == directory.path() / "work/agents/team.yaml");
  places.home.reset();
  places.project_root = directory.path() / "absent";
  CHECK_FALSE(*crew::find_team(places));
  CHECK_FALSE(*crew::find_team({}));
}

TEST_CASE("a team file that was named must exist") {
  const TemporaryDirectory directory;
  directory.write("team.yaml", "version: 1\nagents: []\n");
  crew::TeamPlaces places;
  places.home = directory.path();
  places.environment = directory.path() / "absent.yaml";
  const auto by_variable = crew::find_team(places);
  REQUIRE_FALSE(by_variable);
  CHECK_THAT(by_variable.error().message, Contains("absent.yaml: no such file"));
  places.environment = "${TEAM}/team.yaml";
  CHECK_THAT(crew::find_team(places).error().message,
             Contains("AGENT_SMITH_TEAM") && Contains("did not expand"));
  places.option = directory.path() / "other.yaml";
  CHECK_THAT(crew::find_team(places).error().message, Contains("other.yaml"));
}

TEST_CASE("a team file that exists but is wrong is not passed over") {
  const TemporaryDirectory directory;
  directory.write("team.yaml", "version: 7\n");
  directory.write("work/agents/team.yaml", "version: 1\nagents: []\n");
  crew::TeamPlaces places;
  places.home = directory.path();
  places.project_root = directory.path() / "work";
  CHECK_FALSE(crew::find_team(places));
}
