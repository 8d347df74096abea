#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "mcp/request_headers.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;

namespace {

using Headers = std::map<std::string, std::string>;

std::string schema(const std::string& properties) {
  return R"({"type":"object","properties":{)" + properties + "}}";
}

/// "Mcp-Param-Region=region Mcp-Param-Zone=place.zone", or what is wrong.
std::string read(const std::string& input_schema) {
  const auto headers = mcp::parameter_headers(input_schema);
  if (!headers) return headers.error().message;
  std::vector<std::string> shown;
  for (const mcp::ParameterHeader& one : *headers)
    shown.push_back(one.header + "=" + base::join(one.path, "."));
  return base::join(shown, " ");
}

const std::vector<mcp::ParameterHeader> expected = {
    {"Mcp-Param-Region", {"region"}},
    {"Mcp-Param-Count", {"count"}},
    {"Mcp-Param-Zone", {"place", "zone"}},
};

/// "" if the headers agree with the arguments.
std::string check(const std::string& arguments, const Headers& headers) {
  const auto document = json::parse(arguments);
  REQUIRE(document);
  const auto error = mcp::check_parameter_headers(
      expected, document->root(), [&](std::string_view name) -> std::optional<std::string_view> {
        const auto found = headers.find(std::string(name));
        return found == headers.end() ? std::nullopt
                                      : std::optional<std::string_view>(found->second);
      });
  if (!error) return "";
  CHECK(error->code == rpc::ErrorCode::header_mismatch);
  return error->message;
}

std::string check_count(const std::string& value, const std::string& header) {
  return check(R"({"count":)" + value + "}", {{"Mcp-Param-Count", header}});
}

}  // namespace

TEST_CASE("annotations of a schema become headers, at any depth") {
  CHECK(read("{}").empty());
  CHECK(read(schema("")).empty());
  CHECK(read(schema(R"("a":{"type":"string"})")).empty());
  CHECK(read(schema(R"("region":{"type":"string","x-mcp-header":"Region"},
                       "n":{"type":"integer","x-mcp-header":"N"},
                       "b":{"type":"boolean","x-mcp-header":"!#$%&'*+-.^_`|~"},
                       "place":{"type":"object","properties":{
                         "zone":{"type":"string","x-mcp-header":"Zone"}}})")) ==
        "Mcp-Param-Region=region Mcp-Param-N=n Mcp-Param-!#$%&'*+-.^_`|~=b "
        "Mcp-Param-Zone=place.zone");
}

TEST_CASE("what only looks like an annotation is none") {
  CHECK(read(schema(R"("x-mcp-header":{"type":"string"})")).empty());
  CHECK(read(schema(R"("properties":{"type":"string","x-mcp-header":"P"})")) ==
        "Mcp-Param-P=properties");
  CHECK(read(schema(R"("a":{"type":"object","default":{"x-mcp-header":7},
                            "examples":[{"x-mcp-header":7}],"enum":[{"x-mcp-header":7}],
                            "const":{"x-mcp-header":7}})"))
            .empty());
}

TEST_CASE("a wrong annotation is an error that says where") {
  const auto annotated = [](const std::string& name_json, const std::string& type_json) {
    return schema(R"("a":{"type":)" + type_json + R"(,"x-mcp-header":)" + name_json + "}");
  };
  for (const char* name : {R"("")",
                           R"("a b")",
                           R"("a:b")",
                           R"("a\r\nb")",
                           R"("\u00e9")",
                           R"("a/b")",
                           "7",
                           "null",
                           "{}"}) {
    CAPTURE(name);
    CHECK_THAT(read(annotated(name, R"("string")")),
               Contains("x-mcp-header at \"a\" must be the name of a header"));
  }
  for (const char* type :
       {R"("number")", R"("object")", R"("array")", R"("null")", R"(["string","null"])", "7"}) {
    CAPTURE(type);
    CHECK_THAT(read(annotated(R"("A")", type)), Contains("string, integer or boolean"));
  }
  CHECK_THAT(read(schema(R"("a":{"x-mcp-header":"A"})")), Contains("string, integer or boolean"));
  for (const char* second : {"Region", "REGION"}) {
    CHECK_THAT(read(schema(R"("a":{"type":"string","x-mcp-header":"Region"},
                              "b":{"type":"object","properties":{
                                "c":{"type":"string","x-mcp-header":")" +
                           std::string(second) + R"("}}})")),
               Contains("at \"b.c\"") && Contains("appears twice"));
  }
  CHECK_FALSE(mcp::parameter_headers("{"));
}

TEST_CASE("an annotation that not every call reaches is an error") {
  const std::string annotated = R"({"type":"string","x-mcp-header":"A"})";
  const std::string inside = R"({"type":"object","properties":{"a":)" + annotated + "}}";
  for (const std::string& text : {annotated,
                                  R"({"allOf":[)" + inside + "]}",
                                  R"({"if":)" + inside + "}",
                                  R"({"additionalProperties":)" + annotated + "}",
                                  R"({"$defs":{"x":)" + annotated + "}}",
                                  R"({"patternProperties":{"x":)" + annotated + "}}",
                                  schema(R"("l":{"type":"array","items":)" + inside + "}"),
                                  schema(R"("l":{"oneOf":[{},)" + annotated + "]}")}) {
    CAPTURE(text);
    CHECK_THAT(read(text), Contains("reached through \"properties\" alone"));
  }
}

TEST_CASE("arguments and their headers agree") {
  CHECK(check("{}", {}).empty());
  CHECK(check(R"({"region":"eu","count":3,"place":{"zone":true},"more":1})",
              {{"Mcp-Param-Region", " eu "},
               {"Mcp-Param-Count", "3"},
               {"Mcp-Param-Zone", "true"},
               {"Mcp-Param-More", "2"}})
            .empty());
  CHECK(check(R"({"region":"Hello"})", {{"Mcp-Param-Region", "=?base64?SGVsbG8=?="}}).empty());
  CHECK(check(R"({"region":"SGVsbG8="})", {{"Mcp-Param-Region", "SGVsbG8="}}).empty());
  CHECK(check(R"({"region":""})", {{"Mcp-Param-Region", ""}}).empty());
  CHECK(check(R"({"region":null,"place":null})", {}).empty());
}

TEST_CASE("without any arguments no header is expected") {
  const auto with = [](const Headers& headers) {
    return mcp::check_parameter_headers(
        expected, json::View(), [&](std::string_view name) -> std::optional<std::string_view> {
          const auto found = headers.find(std::string(name));
          if (found == headers.end()) return std::nullopt;
          return found->second;
        });
  };
  CHECK_FALSE(with({}));
  CHECK(with({{"Mcp-Param-Zone", "z"}}));
}

TEST_CASE("an argument with a value needs its header") {
  CHECK(check(R"({"region":"eu"})", {}) ==
        "header Mcp-Param-Region is missing; it must repeat params.arguments.region of the body");
  CHECK_THAT(check(R"({"place":{"zone":""}})", {}), Contains("Mcp-Param-Zone is missing"));
  CHECK_THAT(check(R"({"count":0})", {}), Contains("Mcp-Param-Count is missing"));
  CHECK_THAT(check(R"({"region":false})", {}), Contains("Mcp-Param-Region is missing"));
}

TEST_CASE("an argument without a value must come without its header") {
  for (const char* arguments : {"{}",
                                R"({"place":{}})",
                                R"({"place":7})",
                                R"({"place":{"zone":null}})",
                                R"({"place":{"zone":["z"]}})"}) {
    CAPTURE(arguments);
    CHECK(check(arguments, {}).empty());
    CHECK_THAT(check(arguments, {{"Mcp-Param-Zone", "z"}}),
               Contains("header Mcp-Param-Zone must be left out: params.arguments.place.zone"));
  }
}

TEST_CASE("a header that differs from its argument is refused") {
  const std::string different = "header Mcp-Param-Region must equal params.arguments.region";
  for (const char* header : {"EU", "eu2", "", "=?base64?RVU=?="}) {
    CHECK_THAT(check(R"({"region":"eu"})", {{"Mcp-Param-Region", header}}), Contains(different));
  }
  for (const char* header : {"True", "1", "false"}) {
    CHECK_THAT(check(R"({"region":true})", {{"Mcp-Param-Region", header}}), Contains(different));
  }
  for (const char* header : {"=?base64?SGVsbG8?=", "=?base64?SGVs!!!bG8=?=", "caf\xC3\xA9"}) {
    CHECK_THAT(check(R"({"region":"Hello"})", {{"Mcp-Param-Region", header}}),
               Contains("header Mcp-Param-Region"));
  }
}

TEST_CASE("numbers are compared as numbers") {
  for (const char* header : {"42", "42.0", "4.2e1", " 42 ", "=?base64?NDI=?="})
    CHECK(check_count("42", header).empty());
  CHECK(check_count("42.0", "42").empty());
  CHECK(check_count("-7", "-7").empty());
  CHECK(check_count("0", "-0").empty());
  CHECK(check_count("1.5", "1.5").empty());
  CHECK(check_count("9007199254740993", "9007199254740993").empty());
}

TEST_CASE("what is not the number of the body is refused") {
  for (const char* header : {"43",
                             "42.5",
                             "042",
                             "+42",
                             "0x2a",
                             "4 2",
                             "42,42",
                             "",
                             "-",
                             "true",
                             "\"42\"",
                             "[42]",
                             "NaN",
                             "1e999",
                             "99999999999999999999",
                             "=?base64?IDQy?=",
                             "=?base64?NDIK?="}) {
    CAPTURE(header);
    CHECK_THAT(check_count("42", header), Contains("header Mcp-Param-Count must equal"));
  }
  // A double would take the two for one.
  CHECK_FALSE(check_count("9007199254740993", "9007199254740992").empty());
  CHECK_FALSE(check_count("9007199254740993", "9007199254740992.0").empty());
}
