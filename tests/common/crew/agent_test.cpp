#include "crew/agent.hpp"

#include "support/catch.hpp"

using Catch::Matchers::Contains;

namespace {

const crew::Team team{{{"devbot", "", {}}, {"infrabot", "", {}}}, "/crew/team.yaml"};

std::string refusal_of_name(const std::string& name) {
  const auto agent = crew::agent_name(name, team);
  return agent ? "accepted " + *agent : agent.error().message;
}

}  // namespace

TEST_CASE("without a name the agent is local") {
  CHECK(*crew::agent_name(std::nullopt, std::nullopt) == "local");
  CHECK(*crew::agent_name("", team) == "local");
  CHECK(*crew::agent_name("local", team) == "local");
}

TEST_CASE("a member is recognised however it is capitalised") {
  CHECK(*crew::agent_name("devbot", team) == "devbot");
  CHECK(*crew::agent_name("DevBot", team) == "devbot");
  CHECK(*crew::agent_name("INFRABOT", team) == "infrabot");
}

TEST_CASE("without a team any well-formed name is believed") {
  CHECK(*crew::agent_name("JobAgent-7", std::nullopt) == "jobagent-7");
  CHECK_FALSE(crew::agent_name("job agent", std::nullopt));
}

TEST_CASE("a name that the launcher did not expand is explained") {
  for (const char* name : {"${AGENT_NAME}", "${AGENT_NAME:-}", "x-${A}"}) {
    CHECK_THAT(refusal_of_name(name), Contains("launcher did not expand") && Contains(name));
  }
}

TEST_CASE("a name with other characters is refused") {
  for (const char* name :
       {" devbot", "dev.bot", "dev>", "*", "-devbot", "d\xC3\xA9v", "$AGENT_NAME", "a\nb"}) {
    CAPTURE(name);
    CHECK_THAT(refusal_of_name(name), Contains("is not allowed: 1 to 32 characters"));
  }
  CHECK(refusal_of_name("x\n\x1B[31m" + std::string(5000, 'y')).size() < 300);
}

TEST_CASE("a stranger is told who is allowed") {
  CHECK(
      refusal_of_name("devbt") ==
      "AGENT_NAME devbt is not in /crew/team.yaml; did you mean devbot? allowed: devbot, infrabot");
  CHECK_THAT(refusal_of_name("zzz"),
             Contains("allowed: devbot, infrabot") && !Contains("did you mean"));
  CHECK_THAT(crew::agent_name("a", crew::Team{}).error().message, Contains("allowed: none"));
}
