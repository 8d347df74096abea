#include "config/home.hpp"

#include "support/catch.hpp"
#include "support/environment.hpp"

using Catch::Matchers::Contains;
using support::Environment;

TEST_CASE("the home is the first place that is set") {
  const Environment user("HOME", "/home/u");
  const Environment none("XDG_DATA_HOME", nullptr);
  const Environment unset("AGENT_SMITH_HOME", nullptr);
  CHECK(*config::home() == "/home/u/.local/share/agent-smith");
  const Environment data("XDG_DATA_HOME", "/data");
  CHECK(*config::home() == "/data/agent-smith");
  const Environment own("AGENT_SMITH_HOME", "/own/./x/../state");
  CHECK(*config::home() == "/own/state");
  const Environment slash("AGENT_SMITH_HOME", "/own//state/");
  CHECK(*config::home() == "/own/state");
}

TEST_CASE("an empty variable counts as unset") {
  const Environment user("HOME", "/home/u");
  const Environment data("XDG_DATA_HOME", "");
  const Environment own("AGENT_SMITH_HOME", "");
  CHECK(*config::home() == "/home/u/.local/share/agent-smith");
}

TEST_CASE("a home that is relative or was not expanded is refused, not replaced") {
  const Environment user("HOME", "/home/u");
  for (const char* value : {"state", "./state", "~/state", "${HOME}/state", "/x/${USER}"}) {
    const Environment own("AGENT_SMITH_HOME", value);
    const auto home = config::home();
    REQUIRE_FALSE(home);
    CHECK(home.error().kind == base::ErrorKind::invalid);
    CHECK_THAT(home.error().message, Contains("AGENT_SMITH_HOME") && Contains(value));
  }
}

TEST_CASE("without any variable the user is told which one to set") {
  const Environment user("HOME", nullptr);
  const Environment data("XDG_DATA_HOME", nullptr);
  const Environment own("AGENT_SMITH_HOME", nullptr);
  const auto home = config::home();
  REQUIRE_FALSE(home);
  CHECK_THAT(home.error().message, Contains("AGENT_SMITH_HOME"));
}
