#include "secrets/mark.hpp"

#include "common/secrets/made_up.hpp"
#include "support/catch.hpp"

namespace {

constexpr std::string_view tag = "0123456789abcdef";

TEST_CASE("a mark says the kind of the secret and which one it was") {
  CHECK(secrets::mark("JSON web token", tag) == "[redacted:json-web-token:0123456789abcdef]");
  CHECK(secrets::mark("private key (PEM)", tag) == "[redacted:private-key-pem:0123456789abcdef]");
  CHECK(secrets::mark("...", tag) == "[redacted:secret:0123456789abcdef]");
  CHECK(secrets::is_mark(secrets::mark(std::string(200, 'a') + " b", tag)));
}

TEST_CASE("marks are found among what only begins like one") {
  const std::string one = secrets::mark("token", tag);
  const std::string text = "[redacted:[redacted:token] " + one + one + " [redacted:token:0123";
  const auto first = secrets::next_mark(text, 0);
  CHECK(text.substr(first.begin, first.end - first.begin) == one);
  const auto second = secrets::next_mark(text, first.end);
  CHECK(second.begin == first.end);
  CHECK(secrets::next_mark(text, second.end).begin == text.size());
  CHECK(secrets::next_mark(text, text.size() + 5).begin == text.size());
}

TEST_CASE("only one whole mark is a mark") {
  const std::string one = secrets::mark("token", tag);
  CHECK(secrets::is_mark(one));
  for (const std::string& other : {std::string(), one + " ", " " + one, one + one, one.substr(1)})
    CHECK_FALSE(secrets::is_mark(other));
  CHECK_FALSE(secrets::is_mark("[redacted:Token:0123456789abcdef]"));
  CHECK_FALSE(secrets::is_mark("[redacted:token:0123456789abcdeg]"));
  CHECK_FALSE(secrets::is_mark("[redacted::0123456789abcdef]"));
}

TEST_CASE("nothing in a mark is a secret") {
  for (const std::string_view kind : {"JSON web token", "value assigned to password", "api key"}) {
    const std::string one = secrets::mark(kind, tag);
    for (const std::string& text : {one,
                                    "password=" + one,
                                    "the token: " + one + ", again",
                                    "https://u:" + one + "@host/",
                                    "Cookie: sid=" + one})
      CHECK(made_up::found_in(text).empty());
  }
}

TEST_CASE("beside a mark secrets are found as anywhere") {
  const std::string one = secrets::mark("token", tag);
  const std::string secret = made_up::token();
  CHECK(made_up::found_in(one + " " + secret) == "GitHub token: " + secret + "\n");
  CHECK(made_up::found_in(secret + one) == "GitHub token: " + secret + "\n");
}

}  // namespace
