#include "json/document.hpp"

#include <chrono>

#include "base/limits.hpp"
#include "support/catch.hpp"
#include "support/parsed.hpp"

using Catch::Matchers::Contains;
using json::Kind;

using support::parsed;

namespace {

std::string error_of(std::string_view text) {
  const auto document = json::parse(text);
  return document ? "accepted" : document.error().message;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

std::string object_of(std::size_t members) {
  std::string text = "{";
  for (std::size_t at = 0; at < members; ++at)
    text += (at > 0 ? ",\"k" : "\"k") + std::to_string(at) + "\":" + std::to_string(at);
  return text + "}";
}

/// Parsing 4 MiB takes well under a second; ten allow for sanitizers and busy machines, and a
/// quadratic parser would take hours.
template <class Body>
void in_bounded_time(const Body& body) {
  const auto begin = std::chrono::steady_clock::now();
  body();
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
}

}  // namespace

TEST_CASE("every kind of value is read as what it is") {
  const auto document = parsed(R"({"n":null,"b":true,"i":-7,"d":2.5,"t":"hi","l":[1,2],"o":{}})");
  const json::View root = document.root();
  CHECK(root.size() == 7);
  CHECK(root.find("n").is(Kind::null));
  CHECK(root.find("b").boolean());
  CHECK(root.find("i").integer() == -7);
  CHECK(root.find("i").number() == -7.0);
  CHECK(root.find("d").is(Kind::number));
  CHECK(root.find("d").number() == 2.5);
  CHECK(root.find("t").text() == "hi");
  CHECK(root.find("l").item(1).integer() == 2);
  CHECK(root.find("o").size() == 0);
  CHECK(root.find("x").is(Kind::absent));
  CHECK(root.member_name(2) == "i");
  CHECK(root.member_value(2).integer() == -7);
}

TEST_CASE("nothing can be found in what is no object") {
  CHECK(json::View().find("a").is(Kind::absent));
  CHECK(json::View().size() == 0);
  CHECK(json::View().dump() == "null");
  CHECK(json::Document().root().is(Kind::absent));
  CHECK(parsed("[1]").root().find("a").is(Kind::absent));
  CHECK(parsed("\"abc\"").root().size() == 0);
}

TEST_CASE("integers are kept to the last digit, and larger ones are refused") {
  CHECK(parsed("9223372036854775807").root().integer() == INT64_MAX);
  CHECK(parsed("-9223372036854775808").root().integer() == INT64_MIN);
  CHECK(parsed("9223372036854775808").root().is(Kind::number));
  CHECK(parsed("18446744073709551615").root().dump() == "18446744073709551615");
  CHECK_THAT(error_of("18446744073709551616"), Contains("64 bits"));
  CHECK_THAT(error_of("-9223372036854775809"), Contains("64 bits"));
  CHECK_THAT(error_of(R"({"a":12345678901234567890123})"), Contains("64 bits"));
  CHECK_THAT(error_of(std::string(100'000, '9')), Contains("not JSON") || Contains("64 bits"));
  CHECK_THAT(error_of("1e400"), Contains("not JSON"));
}

TEST_CASE("what is not JSON is refused with the place") {
  for (const std::string text :
       {"",         " ",     "{",        "}",       "[1,]", "{\"a\":1,}", "{\"a\"}",
        "{a:1}",    "'a'",   "[1] 2",    "{}{}",    "tru",  "nan",        "Infinity",
        "01",       "1.",    "+1",       ".5",      "\"",   "\"\\x\"",    "\"\\u12\"",
        "\"a\nb\"", "/**/1", "[1] // c", "\"\x1F\""}) {
    CAPTURE(text);
    CHECK_THAT(error_of(text), Contains("not JSON at byte"));
  }
}

TEST_CASE("a NUL byte is refused, wherever it stands") {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {"\0"sv, "{}\0"sv, "{}\0{}"sv, "\0{}"sv, "\"a\0b\""sv, "[1,\0]"sv, "1\0garbage"sv}) {
    CAPTURE(std::string(text));
    CHECK_THAT(error_of(text), Contains("not JSON at byte"));
  }
  CHECK(parsed(R"("a\u0000b")").root().text() == "a\0b"sv);
}

TEST_CASE("invalid UTF-8 is refused in values and in names") {
  for (const std::string text : {"\"\xFF\"",
                                 "\"\xC0\x80\"",
                                 "\"\xED\xA0\x80\"",
                                 "\"\xF4\x90\x80\x80\"",
                                 "\"\xC3\"",
                                 "{\"\xFF\":1}",
                                 "\xFF"}) {
    CAPTURE(text);
    CHECK_THAT(error_of(text), Contains("not JSON"));
  }
}

TEST_CASE("escaped surrogates count only in pairs") {
  CHECK(parsed(R"("\ud83d\ude00")").root().text() == "\xF0\x9F\x98\x80");
  for (const auto* text :
       {R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\ud83d\ud83d")", R"("\ud83d\u0041")"}) {
    CAPTURE(text);
    CHECK_THAT(error_of(text), Contains("not JSON"));
  }
}

TEST_CASE("a byte order mark in front is passed over, half of one is not") {
  CHECK(parsed("\xEF\xBB\xBF{}").root().is(Kind::object));
  CHECK_THAT(error_of("\xEF\xBB{}"), Contains("not JSON"));
  CHECK_THAT(error_of("{}\xEF\xBB\xBF"), Contains("not JSON"));
}

TEST_CASE("an error does not repeat a large text") {
  const std::string large(1'000'000, 'x');
  CHECK(error_of("\"" + large).size() < 500);
  CHECK(error_of("{\"" + large + "\":1,\"" + large + "\":2}").size() < 500);
  CHECK(error_of("1" + std::string(1'000'000, '0') + "e9").size() < 500);
}

TEST_CASE("nesting is allowed up to the limit") {
  const std::size_t limit = base::limits::json_depth_max;
  CHECK(json::parse(nested(limit)));
  CHECK_THAT(error_of(nested(limit + 1)), Contains("nested deeper than 64"));
  in_bounded_time([] { CHECK_THAT(error_of(nested(2'000'000)), Contains("nested deeper")); });
}

TEST_CASE("an object may have members up to the limit") {
  const std::size_t limit = base::limits::json_members_max;
  CHECK(json::parse(object_of(limit)));
  CHECK_THAT(error_of(object_of(limit + 1)), Contains("more than 1024 members"));
}

TEST_CASE("a name may not appear twice in one object") {
  CHECK_THAT(error_of(R"({"a":1,"b":2,"a":3})"), Contains("\"a\" appears twice"));
  CHECK_THAT(error_of(R"({"a":1,"\u0061":3})"), Contains("appears twice"));
  CHECK_THAT(error_of(R"({"x":[{"":1,"":2}]})"), Contains("appears twice"));
  CHECK(json::parse(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})"));
}

TEST_CASE("what is pruned does not disturb what is kept") {
  const auto pruned = json::parse_pruned(
      R"({"a":{"x":1,"x":{"deep":[1,{"y":2}]},"z":3},"a":[[1],{"k":2}],"id":7,"b":[1,2]})");
  REQUIRE(pruned);
  CHECK(pruned->violation);
  CHECK(pruned->document.root().dump() == R"({"a":{"x":1,"z":3},"id":7,"b":[1,2]})");
}

TEST_CASE("the id is found beside a value that is nested too deep") {
  const auto pruned = json::parse_pruned("{\"p\":" + nested(1000) + ",\"q\":[" + nested(100) +
                                         ",1],\"id\":\"r1\"}");
  REQUIRE(pruned);
  REQUIRE(pruned->violation);
  CHECK(pruned->document.root().find("id").text() == "r1");
}

TEST_CASE("the largest message of empty lists is refused in bounded time") {
  std::string text = "[";
  while (text.size() + 4 < base::limits::message_bytes_max)
    text += "[],";
  text += "[]]";
  in_bounded_time([&] { CHECK_THAT(error_of(text), Contains("more than 200000 values")); });
}

TEST_CASE("the largest message of distinct names is refused in bounded time") {
  const std::string text = object_of(300'000);
  CHECK(text.size() > base::limits::message_bytes_max);
  in_bounded_time([&] { CHECK_THAT(error_of(text), Contains("more than 1024 members")); });
}

TEST_CASE("the largest message of objects in a list is refused in bounded time") {
  std::string text = "[";
  while (text.size() < base::limits::message_bytes_max)
    text += R"({"a":1,"b":{}},)";
  text += "0]";
  in_bounded_time([&] { CHECK_THAT(error_of(text), Contains("more than 200000 values")); });
}

TEST_CASE("equal documents are equal") {
  CHECK(parsed(R"({"a":[1,"x"]})").root() == parsed(R"( { "a" : [ 1 , "x" ] } )").root());
  CHECK_FALSE(parsed(R"({"a":1})").root() == parsed(R"({"a":2})").root());
  CHECK(json::View() == json::View());
  CHECK_FALSE(json::View() == parsed("null").root());
}

TEST_CASE("pretty is for people and keeps the order") {
  CHECK(json::pretty(R"({"b":1,"a":[]})") == "{\n  \"b\": 1,\n  \"a\": []\n}");
  CHECK(json::pretty("oops") == "oops");
}

TEST_CASE("every kind has a spelling") {
  for (const Kind kind : {Kind::absent,
                          Kind::null,
                          Kind::boolean,
                          Kind::integer,
                          Kind::number,
                          Kind::text,
                          Kind::list,
                          Kind::object})
    CHECK_FALSE(json::spelled(kind).empty());
}
