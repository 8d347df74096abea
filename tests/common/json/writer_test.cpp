#include "json/writer.hpp"

#include <limits>

#include "base/text.hpp"
#include "common/json/random_values.hpp"
#include "json/document.hpp"
#include "support/catch.hpp"
#include "support/parsed.hpp"

using support::parsed;

namespace {}  // namespace

TEST_CASE("commas are put between members and entries and nowhere else") {
  json::Writer out;
  out.begin_object().member("a", std::int64_t{1}).key("b").begin_list();
  out.integer(1).begin_list().end_list().begin_object().end_object().null().raw("[2]").text(",");
  out.end_list().member("c", true).key("d").begin_object().end_object().member("e", "[");
  out.member("f", "{:").end_object();
  CHECK(out.str() == R"({"a":1,"b":[1,[],{},null,[2],","],"c":true,"d":{},"e":"[","f":"{:"})");
}

TEST_CASE("every single byte is written so that it can be read") {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    CAPTURE(byte);
    CHECK(parsed(json::quoted(text)).root().text() == (byte < 0x80 ? text : "\xEF\xBF\xBD"));
  }
}

TEST_CASE("control characters are escaped, quotes and backslashes too") {
  CHECK(json::quoted("\n\r\t\"\\") == R"("\n\r\t\"\\")");
  CHECK(json::quoted(std::string_view("\0\x1F\x7F", 3)) == "\"\\u0000\\u001f\x7F\"");
  CHECK(json::quoted("</script>") == "\"</script>\"");
}

TEST_CASE("no line break ever gets out") {
  json::Writer out;
  out.begin_object().member("a\nb", "\r\nc").end_object();
  CHECK(out.str().find_first_of("\r\n") == std::string::npos);
}

TEST_CASE("invalid UTF-8 becomes replacement characters and the rest stays") {
  CHECK(parsed(json::quoted("a\xFF"
                            "b\xC3"))
            .root()
            .text() ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(base::is_utf8(json::quoted("\xED\xA0\x80")));
  CHECK(parsed(json::quoted("\xF0\x9F\x98\x80\xC3\xA4")).root().text() ==
        "\xF0\x9F\x98\x80\xC3\xA4");
}

TEST_CASE("integers and numbers keep their value") {
  for (const std::int64_t value : {INT64_MIN, INT64_MAX, std::int64_t{0}, std::int64_t{-1}}) {
    json::Writer out;
    CHECK(parsed(out.integer(value).str()).root().integer() == value);
  }
  for (const double value : {0.1, -2.5, 1e300, 5e-324, 1e22, 123456789012345680.0, 3.0, -0.0}) {
    json::Writer out;
    CAPTURE(value);
    CHECK(parsed(out.number(value).str()).root().number() == value);
  }
}

TEST_CASE("a number that JSON cannot spell is null") {
  for (const double value : {std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()}) {
    json::Writer out;
    CHECK(out.number(value).str() == "null");
  }
}

TEST_CASE("whatever is written reads back as the same value") {
  random_values::Source source(1);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = source.value(4);
    const auto document = parsed(text);
    CAPTURE(text);
    const std::string dumped = document.root().dump();
    REQUIRE(parsed(dumped).root() == document.root());
    REQUIRE(parsed(dumped).root().dump() == dumped);
  }
}
