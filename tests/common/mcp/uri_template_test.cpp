#include "mcp/uri_template.hpp"

#include "support/catch.hpp"

using mcp::match;
using mcp::Values;

TEST_CASE("a variable is one path segment, percent-decoded") {
  CHECK(match("a://{x}", "a://b") == Values{{"x", "b"}});
  CHECK(match("a://{x}/c/{y}", "a://b/c/d") == Values{{"x", "b"}, {"y", "d"}});
  CHECK(match("a://{x}/end", "a://b/end") == Values{{"x", "b"}});
  CHECK(match("a://{x}", "a://b%20c%2Fd%c3%a4") == Values{{"x", "b c/d\xC3\xA4"}});
}

TEST_CASE("a template without variables is matched as it is") {
  CHECK(match("a://b", "a://b") == Values{});
  CHECK(match("", "") == Values{});
}

TEST_CASE("what is no URI of the template is not matched") {
  CHECK_FALSE(match("a://b", "a://b/"));
  CHECK_FALSE(match("a://b", "a://"));
  CHECK_FALSE(match("a://{x}", "a://"));
  CHECK_FALSE(match("a://{x}", "a:///"));
  CHECK_FALSE(match("a://{x}", "a://b/c"));
  CHECK_FALSE(match("a://{x}/c", "a://b"));
  CHECK_FALSE(match("a://{x}", "b://c"));
  CHECK_FALSE(match("", "a"));
}

TEST_CASE("a broken escape is not matched") {
  for (const auto* uri : {"a://%",
                          "a://%4",
                          "a://%4g",
                          "a://%g4",
                          "a://%-1",
                          "a://%+1",
                          "a://% 1",
                          "a://b%",
                          "a://%0x"}) {
    CAPTURE(uri);
    CHECK_FALSE(match("a://{x}", uri));
  }
}

TEST_CASE("an escape that is no text is not matched") {
  CHECK_FALSE(match("a://{x}", "a://%ff"));
  CHECK_FALSE(match("a://{x}", "a://b%00c"));
}
