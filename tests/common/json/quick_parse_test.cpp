#include "json/quick_parse.hpp"

#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "common/json/random_values.hpp"
#include "json/exact_parse.hpp"
#include "support/catch.hpp"

namespace {

using Dom = nlohmann::ordered_json;

bool is_quick(std::string_view text) {
  Dom root;
  return json::parse_quickly(text, root);
}

/// The quick way is taken, and gives what the exact one gives.
void must_be_the_same(std::string_view text) {
  CAPTURE(text);
  Dom quick, exact;
  REQUIRE(json::parse_quickly(text, quick));
  const auto violation = json::parse_exactly(text, exact);
  REQUIRE(violation);
  CHECK_FALSE(*violation);
  CHECK(quick.flatten().dump() == exact.flatten().dump());
  CHECK(Dom::to_cbor(quick) == Dom::to_cbor(exact));
}

}  // namespace

TEST_CASE("text in order is read the quick way, with the same result as the exact one") {
  for (const char* text : {"null",
                           " true ",
                           "-0",
                           "[0,-1,1,9223372036854775807,9223372036854775808,-9223372036854775808]",
                           "18446744073709551615",
                           "[0.0,-0.0,2.5,1e3,1E-7,123456789.125,5e-324,1.7976931348623157e308]",
                           "[]",
                           "{}",
                           R"({"b":1,"a":{"b":[{},[]]},"":""})",
                           R"("a\u00e9\n\"\\\/\b\f\u0000z")",
                           "\"\xF0\x9F\x98\x80 \xE2\x82\xAC\"",
                           "\t{\r\n\"a\" : [ 1 , 2 ] }\n"})
    must_be_the_same(text);
}

TEST_CASE("random values are the same both ways") {
  random_values::Source random(7);
  for (int round = 0; round < 2000; ++round)
    must_be_the_same(random.value(5));
}

TEST_CASE("what is at a limit is read the quick way, what is beyond it is not") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  const auto object = [](std::size_t members) {
    std::string text = "{\"0\":0";
    for (std::size_t at = 1; at < members; ++at)
      text += ",\"" + std::to_string(at) + "\":0";
    return text + "}";
  };
  CHECK(is_quick(nested(base::limits::json_depth_max)));
  CHECK_FALSE(is_quick(nested(base::limits::json_depth_max + 1)));
  CHECK(is_quick(object(base::limits::json_members_max)));
  CHECK_FALSE(is_quick(object(base::limits::json_members_max + 1)));
  CHECK(is_quick(std::string(json::quick_bytes_max - 1, ' ') + "1"));
  CHECK_FALSE(is_quick(std::string(json::quick_bytes_max, ' ') + "1"));
}

TEST_CASE("what the exact parser has to judge is left to it") {
  for (const std::string_view text :
       {std::string_view(R"({"a":1,"a":2})"),
        std::string_view(R"({"a":1,"\u0061":2})"),
        std::string_view(R"({"1":0,"2":0,"3":0,"4":0,"5":0,"6":0,"7":0,"8":0,"9":0,"10":0,"11":0,)"
                         R"("12":0,"13":0,"14":0,"15":0,"16":0,"17":0,"1":0})"),
        std::string_view("18446744073709551616"),
        std::string_view("-9223372036854775809"),
        std::string_view("1e400"),
        std::string_view("\"\\uD83D\\uDE00\""),
        std::string_view("\"\\udc00\""),
        std::string_view("\"\xC0\x80\""),
        std::string_view("\"\xED\xA0\x80\""),
        std::string_view("1\0", 2),
        std::string_view("\"a\0b\"", 5),
        std::string_view("\xEF\xBB\xBF{}"),
        std::string_view(),
        std::string_view(""),
        std::string_view("{} {}"),
        std::string_view("[1,]"),
        std::string_view("[01]"),
        std::string_view("nul"),
        std::string_view("\"a\nb\"")}) {
    CAPTURE(text);
    CHECK_FALSE(is_quick(text));
  }
}
