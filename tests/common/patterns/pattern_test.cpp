#include "patterns/pattern.hpp"

#include "support/catch.hpp"

namespace {

using Catch::Matchers::Contains;
using patterns::Span;
using Spans = std::vector<Span>;

Spans found(std::string_view expression, std::string_view text) {
  const auto pattern = patterns::compile(expression);
  if (!pattern) FAIL(pattern.error().message);
  return (*pattern)->find(text);
}

std::string refusal(std::string_view expression) {
  const auto pattern = patterns::compile(expression);
  return pattern ? "accepted" : pattern.error().message;
}

TEST_CASE("every match is found, from the front on") {
  CHECK(found("ab+", "abb cab ab") == Spans{{0, 3}, {5, 7}, {8, 10}});
  CHECK(found("ab+", "cd").empty());
  CHECK(found("ab+", "").empty());
  CHECK(found("(?i)EMP-[0-9]{3}", "emp-123456") == Spans{{0, 7}});
}

TEST_CASE("of groups the first is what was meant") {
  CHECK(found("id=([0-9]+)(;)", "id=12; id=x; id=345;") == Spans{{3, 5}, {16, 19}});
  CHECK(found("a|(b)", "ab") == Spans{{1, 2}});
  CHECK(found("(?:a)b", "ab") == Spans{{0, 2}});
}

TEST_CASE("a match of nothing is none, and the search goes on behind it") {
  CHECK(found("x*", "axxb") == Spans{{1, 3}});
  CHECK(found("$", "ab").empty());
  CHECK(found("()a", "aa").empty());
  CHECK(found("\\bb", "b ab b") == Spans{{0, 1}, {5, 6}});
}

TEST_CASE("text of any bytes is searched") {
  CHECK(found("b", std::string("a\0b", 3)) == Spans{{2, 3}});
  CHECK(found("b",
              "\xFF\xFE"
              "b") == Spans{{2, 3}});
}

TEST_CASE("what is no regular expression is refused with the reason") {
  CHECK_THAT(refusal("a("), Contains("missing )"));
  CHECK_THAT(refusal("(a)\\1"), Contains("\\1"));
  CHECK_THAT(refusal(""), Contains("empty"));
  CHECK_THAT(refusal(std::string(patterns::pattern_bytes_max + 1, 'a')), Contains("1000 bytes"));
  CHECK_THAT(refusal("((a{100}){100}){100}"), Contains("no regular expression"));
}

TEST_CASE("a pattern that others go round in circles with takes no time") {
  CHECK(found("(a*)*b", std::string(100'000, 'a')).empty());
  CHECK(found("(x+x+)+y", std::string(100'000, 'x')).empty());
}

}  // namespace
