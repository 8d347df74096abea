#include "mcp-runlog/following/line_cutter.hpp"

#include "support/catch.hpp"

namespace runlog {
namespace {

std::vector<std::string> texts(const std::vector<CutLine>& lines) {
  std::vector<std::string> all;
  all.reserve(lines.size());
  for (const CutLine& line : lines)
    all.push_back(line.text);
  return all;
}

TEST_CASE("lines are cut wherever the bytes were cut before") {
  const std::string bytes = "one\r\n\ntwo\nthree";
  LineCutter cutter(10);
  std::vector<CutLine> lines;
  for (const char byte : bytes) {
    for (CutLine& line : cutter.put({&byte, 1}))
      lines.push_back(std::move(line));
  }
  CHECK(texts(lines) == std::vector<std::string>{"one", "", "two"});
  CHECK(lines[0].offset == 10);
  CHECK(lines[1].offset == 15);
  CHECK(lines[2].offset == 16);
  REQUIRE(cutter.unfinished());
  CHECK(cutter.unfinished()->text == "three");
  CHECK(cutter.unfinished()->offset == 20);
  CHECK(texts(cutter.put("!\n")) == std::vector<std::string>{"three!"});
  CHECK_FALSE(cutter.unfinished());
}

TEST_CASE("a line over the limit keeps its head and its tail, however it comes") {
  const auto step = GENERATE(as<std::size_t>{}, 1, 3, 7, 40, 1000);
  std::string bytes = "head";
  bytes += std::string(1000, '.');
  bytes += "tail\nnext\n";
  LineCutter cutter(0, 16);
  std::vector<CutLine> lines;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    for (CutLine& line : cutter.put(std::string_view(bytes).substr(at, step)))
      lines.push_back(std::move(line));
  }
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].text == "head........ [992 bytes left out] tail");
  CHECK(lines[0].original_bytes == 1008);
  CHECK(lines[1].text == "next");
  CHECK(lines[1].offset == 1009);
}

TEST_CASE("a line at the limit is whole") {
  LineCutter cutter(0, 16);
  const auto lines = cutter.put("0123456789abcdef\n");
  CHECK(lines.at(0).text == "0123456789abcdef");
  CHECK(lines.at(0).original_bytes == 16);
}

}  // namespace
}  // namespace runlog
