#include "mcp/tool.hpp"

#include "common/mcp/recorder.hpp"
#include "support/small_server.hpp"

using Catch::Matchers::Contains;

namespace {

std::string declared(const mcp::Tool& tool) {
  const std::string text = mcp::declaration(tool);
  REQUIRE(json::parse(text));
  return text;
}

}  // namespace

TEST_CASE("a declaration has everything that a client wants to know") {
  CHECK(
      declared(support::echo_tool()) ==
      R"({"name":"echo","title":"Echo","description":"Says it again.","inputSchema":)"
      R"({"type":"object","properties":{"text":{"type":"string","minLength":1,"maxLength":50,)"
      R"("description":"What to say."},"times":{"type":"integer","minimum":1,"maximum":3,)"
      R"("description":"How often.","default":1}},"required":["text"],"additionalProperties":false},)"
      R"("annotations":{"title":"Echo","readOnlyHint":false,"destructiveHint":false,)"
      R"("idempotentHint":false,"openWorldHint":false}})");
}

TEST_CASE("a tool that only reads says nothing of what it destroys") {
  mcp::Tool tool = support::echo_tool();
  tool.info.effects = {.read_only = true, .open_world = true};
  CHECK_THAT(
      declared(tool),
      Contains(R"("readOnlyHint":true,"openWorldHint":true)") && !Contains("destructiveHint"));
}

TEST_CASE("an output schema is declared as it is") {
  mcp::Tool tool = support::echo_tool();
  tool.info.output_schema = R"({"type":"object"})";
  CHECK_THAT(declared(tool), Contains(R"("outputSchema":{"type":"object"})"));
}

TEST_CASE("a tool without arguments has a schema that allows none") {
  const mcp::Tool tool =
      support::plain_tool("none", [](mcp::Call&) { return mcp::text_reply("x"); });
  CHECK(tool.input_schema == R"({"type":"object","additionalProperties":false})");
}

TEST_CASE("a rejection counts its problems and leaves a huge suggestion out") {
  CHECK_THAT(mcp::rejected("t", {{{"", "x"}}, "{}"}).content.front(),
             Contains("1 problem with") && Contains("- /: x") && Contains("{}"));
  const auto huge = mcp::rejected("t", {{{"/a", "x"}, {"/b", "y"}}, std::string(10'000, 'z')});
  CHECK_THAT(huge.content.front(), Contains("2 problems") && !Contains("zzz"));
  CHECK(huge.is_error);
}

TEST_CASE("a rejection within a member shows the whole call put right") {
  const json::Rejection inner{{{"/title", "x"}}, R"({"title":"t"})"};
  CHECK_THAT(
      mcp::rejected("t", json::within("record", inner, R"({"id":"a","record":{}})"))
          .content.front(),
      Contains("- /record/title: x") && Contains(R"({\"id\":\"a\",\"record\":{\"title\":\"t\"}})"));
}

TEST_CASE("content blocks are what the specification says") {
  CHECK(mcp::text_content("a\"b") == R"({"type":"text","text":"a\"b"})");
  CHECK(mcp::image_content("AA==", "image/png") ==
        R"({"type":"image","data":"AA==","mimeType":"image/png"})");
  CHECK(mcp::audio_content("AA==", "audio/wav") ==
        R"({"type":"audio","data":"AA==","mimeType":"audio/wav"})");
  CHECK(mcp::resource_link("a://b", "b", "text/plain") ==
        R"({"type":"resource_link","uri":"a://b","name":"b","mimeType":"text/plain"})");
  CHECK(mcp::embedded_text("a://b", "text/plain", "x") ==
        R"({"type":"resource","resource":{"uri":"a://b","mimeType":"text/plain","text":"x"}})");
  CHECK(mcp::json_reply(R"({"a":1})").content.front() == R"({"type":"text","text":"{\"a\":1}"})");
}
