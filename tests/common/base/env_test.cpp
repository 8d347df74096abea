#include "base/env.hpp"

#include "support/catch.hpp"
#include "support/environment.hpp"

TEST_CASE("a variable that is unset or empty has no value") {
  const support::Environment unset("AGENT_SMITH_TEST_UNSET", nullptr);
  const support::Environment empty("AGENT_SMITH_TEST_EMPTY", "");
  const support::Environment set("AGENT_SMITH_TEST_SET", "value");
  CHECK(base::env("AGENT_SMITH_TEST_UNSET") == std::nullopt);
  CHECK(base::env("AGENT_SMITH_TEST_EMPTY") == std::nullopt);
  CHECK(base::env("AGENT_SMITH_TEST_SET") == "value");
}

TEST_CASE("a reference that the launcher did not expand is recognised") {
  CHECK(base::is_unexpanded("${AGENT_NAME}"));
  CHECK(base::is_unexpanded("x${"));
  CHECK_FALSE(base::is_unexpanded("devbot"));
  CHECK_FALSE(base::is_unexpanded("$5 {a}"));
}
