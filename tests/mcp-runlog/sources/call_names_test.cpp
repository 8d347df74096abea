#include "mcp-runlog/sources/call_names.hpp"

#include "mcp-runlog/sources/recordings.hpp"
#include "mcp-runlog/sources/transcript.hpp"

using namespace recordings;
using runlog::CallNames;
using runlog::Event;
using runlog::Kind;
using runlog::Read;

namespace {

Read read(const std::string& line) {
  return sound(
      [](const std::string& text) { return runlog::read_transcript_line(text, 1, surroundings()); },
      line);
}

constexpr const char* calls =
    R"({"type":"assistant","uuid":"a","cwd":"/home/dev","message":{"content":[)"
    R"({"type":"tool_use","id":"t1","name":"Read","input":{"file_path":"/home/dev/.env"}},)"
    R"({"type":"tool_use","id":"t2","name":"Read","input":{"file_path":"/home/dev/a.cpp"}},)"
    R"({"type":"tool_use","id":"t3","name":"Bash","input":{"command":"make"}}]}})";

constexpr const char* results =
    R"({"type":"user","uuid":"b","cwd":"/home/dev","message":{"content":[)"
    R"({"type":"tool_result","tool_use_id":"t1","content":"A=quiet"},)"
    R"({"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"int x;"}]},)"
    R"({"type":"tool_result","tool_use_id":"t3","is_error":true,"content":"quiet error"},)"
    R"({"type":"tool_result","tool_use_id":"t9","content":"of a call that is not in the file"}]}})";

TEST_CASE("a result alone is titled by its size, never by its content") {
  const Read told = read(results);
  REQUIRE(told.events.size() == 4);
  CHECK(told.events[0].title == "Result, 7 bytes");
  CHECK(told.events[1].title == "Result, 6 bytes");
  CHECK(told.events[2].title == "Failed, 11 bytes");
}

TEST_CASE("results that stand behind their calls have tool, file and name of them") {
  CallNames names;
  Read begun = read(calls);
  names.name(begun);
  CHECK(begun.events == read(calls).events);
  Read told = read(results);
  names.name(told);
  REQUIRE(told.events.size() == 4);
  CHECK(told.events[0].tool == "Read");
  CHECK(told.events[0].file_path == "/home/dev/.env");
  CHECK(told.events[0].title == "Result of Read .env");
  CHECK(told.events[1].file_path == "/home/dev/a.cpp");
  CHECK(told.events[1].title == "Result of Read a.cpp");
  CHECK(told.events[2].tool == "Bash");
  CHECK(told.events[2].title == "Failed: Bash: make");
  CHECK(told.events[3].tool.empty());
}

TEST_CASE("a result is about the path of its call, by whatever name the tool has it") {
  CallNames names;
  Read begun =
      read(R"({"type":"assistant","uuid":"a","message":{"content":[{"type":"tool_use","id":"t1",)"
           R"("name":"Grep","input":{"pattern":"A","path":".env"}}]}})");
  names.name(begun);
  Read told = read(results);
  names.name(told);
  CHECK(told.events[0].file_path == ".env");
  CHECK(told.events[0].title == "Result of Grep: A");
}

TEST_CASE("a structured result names its file itself") {
  const Read told = read(
      R"({"type":"user","uuid":"b","cwd":"/home/dev","message":{"content":[)"
      R"({"type":"tool_result","tool_use_id":"t1","content":"A=quiet"}]},)"
      R"("toolUseResult":{"type":"text","file":{"filePath":"/home/dev/.env","content":"A=quiet"}}})");
  REQUIRE(told.events.size() == 1);
  CHECK(told.events[0].file_path == "/home/dev/.env");
  CHECK(told.events[0].title == "Result: .env");
}

}  // namespace
