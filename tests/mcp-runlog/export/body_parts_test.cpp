#include "mcp-runlog/export/body_parts.hpp"

#include "base/format.hpp"
#include "json/writer.hpp"
#include "support/catch.hpp"

namespace {

using runlog::Part;
using runlog::PatchLine;

std::vector<Part> parts(std::string body, runlog::Kind kind = runlog::Kind::tool_end) {
  runlog::Event event;
  event.kind = kind;
  event.body_json = std::move(body);
  return runlog::parts_of(event);
}

runlog::Patch patch(std::string_view value) {
  const auto all = parts(base::format(R"({{"p":{}}})", value));
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].form == Part::Form::patch);
  return all[0].patch;
}

}  // namespace

TEST_CASE("members of a body are parts, and those of an object within it as well") {
  const auto all = parts(R"({"input":{"command":"make","args":[1,2]},"ok":true,"none":null})");
  REQUIRE(all.size() == 3);
  CHECK(all[0].label == "input.command");
  CHECK(all[0].form == Part::Form::value);
  CHECK(all[0].text == "make");
  CHECK(all[1].form == Part::Form::json);
  CHECK(all[2].text == "true");
}

TEST_CASE("texts of content blocks are one text, and deep objects are JSON") {
  const auto all = parts(
      R"({"tool_response":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"x":{"y":{"z":{"deep":1}}}})");
  REQUIRE(all.size() == 2);
  CHECK(all[0].text == "a\nb");
  CHECK(all[1].label == "x.y.z");
  CHECK(all[1].form == Part::Form::json);
  CHECK(parts(R"({"r":[{"type":"image","data":"x"}]})")[0].form == Part::Form::json);
  CHECK(parts(R"({"r":[]})")[0].form == Part::Form::json);
}

TEST_CASE("the result of a call is shown without the input that its beginning has shown") {
  runlog::Event event;
  event.body_json = R"({"input":{"command":"make"},"tool_response":{"stdout":"done"},"inputs":1})";
  const auto all = runlog::result_parts_of(event);
  REQUIRE(all.size() == 2);
  CHECK(all[0].label == "tool_response.stdout");
  CHECK(all[1].label == "inputs");
}

TEST_CASE("a body with very many members is shown as a whole after the first") {
  std::string body = "{";
  for (int at = 0; at < 500; ++at)
    body += base::format("{}\"m{}\":{}", at == 0 ? "" : ",", at, at);
  const auto all = parts(body + "}");
  REQUIRE(all.size() == runlog::body_parts_max + 1);
  CHECK(all.back().text.find("\"m499\": 499") != std::string::npos);
}

TEST_CASE("a body that is no object is shown as it is") {
  CHECK(parts("").empty());
  REQUIRE(parts("{\"cut\":\"o").size() == 1);
  CHECK(parts("{\"cut\":\"o")[0].text == "{\"cut\":\"o");
}

TEST_CASE("what was said is found in messages and prompts, and nowhere else") {
  runlog::Event event;
  event.kind = runlog::Kind::prompt;
  event.body_json = R"({"cwd":"x","prompt":"do it"})";
  CHECK(runlog::speech_of(event, runlog::parts_of(event)) == "do it");
  event.kind = runlog::Kind::tool_start;
  CHECK(runlog::speech_of(event, runlog::parts_of(event)).empty());
}

TEST_CASE("a structured patch has its lines numbered in both files") {
  const runlog::Patch read = patch(
      R"([{"oldStart":5,"oldLines":2,"newStart":7,"newLines":2,"lines":[" a","-b","+c","\\ No newline"]}])");
  REQUIRE(read.hunks.size() == 1);
  CHECK(read.hunks[0].heading == "@@ -5,2 +7,2 @@");
  const auto& lines = read.hunks[0].lines;
  REQUIRE(lines.size() == 4);
  CHECK((lines[0].old_number == 5 && lines[0].new_number == 7));
  CHECK((lines[1].kind == PatchLine::Kind::removed && lines[1].old_number == 6));
  CHECK((lines[2].kind == PatchLine::Kind::added && lines[2].new_number == 8));
  CHECK(lines[3].kind == PatchLine::Kind::note);
  CHECK(runlog::patch_words(read) == "+1 -1");
  CHECK(runlog::unified(read) == "@@ -5,2 +7,2 @@\n a\n-b\n+c\n\\ No newline\n");
}

TEST_CASE("a unified diff is read by its counts, so that a removed rule is no file name") {
  const runlog::Patch read =
      patch(json::quoted("--- a/x\n+++ b/x\n@@ -1,2 +1 @@ f()\n--- old rule\n b\n"
                         "--- a/y\n+++ b/y\n@@ -9 +9,2 @@\n c\n+d\n"));
  REQUIRE(read.hunks.size() == 2);
  CHECK(read.hunks[0].heading == "b/x @@ -1,2 +1 @@ f()");
  REQUIRE(read.hunks[0].lines.size() == 2);
  CHECK(read.hunks[0].lines[0].text == "-- old rule");
  CHECK(read.hunks[1].lines[1].new_number == 10);
  CHECK(runlog::patch_words(read) == "+1 -1");
}

TEST_CASE("text that only looks a little like a diff is text") {
  for (const char* text :
       {"--- a rule\nand text", "@@ nothing", "@@ -x", "diff --git a b\nBinary files differ"}) {
    const auto all = parts(base::format(R"({{"p":{}}})", json::quoted(text)));
    REQUIRE(all.size() == 1);
    CHECK(all[0].form != Part::Form::patch);
  }
}

TEST_CASE("of a huge patch all lines are counted and some are kept") {
  std::string text = "@@ -0,0 +1,5000 @@\n";
  for (int at = 0; at < 5000; ++at)
    text += "+x\n";
  const runlog::Patch read = patch(json::quoted(text));
  CHECK(read.added == 5000);
  CHECK(read.hunks[0].lines.size() == runlog::patch_lines_max);
  CHECK(read.left_out == 3000);
}

TEST_CASE("numbers that no file has do no harm to a patch") {
  const runlog::Patch read = patch(
      R"([{"oldStart":9223372036854775807,"oldLines":-5,"newStart":-9,"newLines":2,"lines":["+a",7,""]}])");
  CHECK(read.added == 1);
  const runlog::Patch text = patch(json::quoted("@@ -99999999999999999999,1 +1,1 @@\n-a\n+b"));
  CHECK(text.removed == 1);
}
