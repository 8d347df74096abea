#include "base/format.hpp"
#include "tests/conformance/conformance.hpp"

namespace conformance {
namespace {

constexpr std::string_view wide_vocabulary = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "$defs": {
    "address": {
      "$anchor": "addressDef",
      "type": "object",
      "properties": {"street": {"type": "string"}, "city": {"type": "string"}}
    }
  },
  "properties": {
    "name": {"type": "string"},
    "address": {"$ref": "#/$defs/address"},
    "contactMethod": {"type": "string", "enum": ["phone", "email"]},
    "phone": {"type": "string"},
    "email": {"type": "string"}
  },
  "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
  "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
  "then": {"required": ["phone"]},
  "else": {"required": ["email"]},
  "additionalProperties": false
})";

constexpr std::string_view region_in_header = R"({
  "type": "object",
  "properties": {
    "region": {
      "type": "string",
      "description": "Where to look; HTTP clients repeat it in the header Mcp-Param-Region.",
      "x-mcp-header": "Region"
    }
  },
  "required": ["region"],
  "additionalProperties": false
})";

mcp::Tool json_schema() {
  return mcp::tool_with_schema(
      {"json_schema_2020_12_tool",
       "JSON Schema 2020-12",
       "Has a schema with a wide vocabulary, and names the arguments that it got.",
       {.read_only = true}},
      on_one_line(wide_vocabulary),
      [](json::View arguments, mcp::Call&) { return mcp::text_reply(arguments.dump()); });
}

mcp::Tool header_argument() {
  return mcp::tool_with_schema(
      {"test_header_argument",
       "Argument in a header",
       "Takes an argument that stands in a header too.",
       {.read_only = true}},
      on_one_line(region_in_header),
      [](json::View arguments, mcp::Call&) {
        const json::View region = arguments.find("region");
        if (!region.is(json::Kind::text)) return mcp::error_reply("region must be text.");
        return mcp::text_reply(base::format("You are looking at {}.", region.text()));
      });
}

}  // namespace

std::vector<mcp::Tool> schema_tools() {
  return {json_schema(), header_argument()};
}

}  // namespace conformance
