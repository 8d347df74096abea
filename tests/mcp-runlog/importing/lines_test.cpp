#include "mcp-runlog/importing/lines.hpp"

#include <sstream>

#include "mcp-runlog/importing/imported.hpp"
#include "mcp-runlog/sources/payload.hpp"

using imported::World;
using runlog::Event;
using runlog::ImportFormat;
using runlog::Kind;
using runlog::Lines;

namespace {

std::vector<std::string> all_of(Lines& lines) {
  std::vector<std::string> texts;
  while (const auto line = lines.next())
    texts.push_back(line->text);
  return texts;
}

TEST_CASE("lines come one after the other, the last with or without a line feed, and again") {
  const std::string long_line(200'000, 'x');
  for (const char* end : {"", "\n"}) {
    std::istringstream in("one\n\n" + long_line + "\nlast" + end);
    Lines lines(in);
    const std::vector<std::string> expected{"one", "", long_line, "last"};
    CHECK(all_of(lines) == expected);
    CHECK(lines.number() == 4);
    lines.rewind();
    CHECK(all_of(lines) == expected);
  }
}

TEST_CASE("a line without end is cut, kept raw and counted, and the next one is read") {
  World world;
  const std::size_t bytes = runlog::payload_bytes_max + 1000;
  const std::string note = R"({"type":"summary","summary":"short","uuid":"u"})";
  const auto events =
      world.events(R"({"type":"user","x":")" + std::string(bytes, 'x') + "\n" + note + "\n",
                   ImportFormat::transcript);
  REQUIRE(events.size() == 2);
  CHECK(events[0].kind == Kind::raw);
  CHECK(events[0].body_json.size() < 100'000);
  CHECK(events[0].original_bytes == static_cast<std::int64_t>(bytes) + 20);
  CHECK(events[1].title == "Summary: short");
  CHECK(world.counts.unreadable == 1);
  CHECK(world.counts.lines == 2);
}

TEST_CASE("an imported result has the name of its call, and its file") {
  World world;
  const auto events = world.events(
      R"({"type":"assistant","uuid":"a","sessionId":"s","message":{"content":[{"type":"tool_use","id":"t1","name":"Read","input":{"file_path":"/app/.env"}}]}})"
      "\n"
      R"({"type":"user","uuid":"b","sessionId":"s","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"A=quiet"}]}})");
  REQUIRE(events.size() == 2);
  CHECK(events[1].file_path == "/app/.env");
  CHECK(events[1].title == "Result of Read /app/.env");
}

TEST_CASE("lines that name no session are of the one that most others name") {
  World world;
  const auto events = world.events(R"({"type":"summary","summary":"of it","uuid":"a"})"
                                   "\n"
                                   R"({"type":"system","sessionId":"s1","uuid":"b"})"
                                   "\n");
  REQUIRE(events.size() == 2);
  CHECK(events[0].session_id == "s1");
}

}  // namespace
