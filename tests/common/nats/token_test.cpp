#include "nats/token.hpp"

#include <string>

#include "support/catch.hpp"

TEST_CASE("a token is 1 to 64 letters, digits, underscores and hyphens") {
  CHECK(nats::is_token("devbot"));
  CHECK(nats::is_token("A-Z_09"));
  CHECK(nats::is_token(std::string(64, 'x')));
  CHECK_FALSE(nats::is_token(""));
  CHECK_FALSE(nats::is_token(std::string(65, 'x')));
}

TEST_CASE("what would widen or split a subject is no token") {
  for (const char* text : {"a.b", "*", ">", "a b", "a\n", "\xc3\xa9", "$JS"})
    CHECK_FALSE(nats::is_token(text));
}
