#include "mcp-runlog/following/file_position.hpp"

#include "support/catch.hpp"

namespace runlog {
namespace {

TEST_CASE("a position survives being written and read") {
  FilePosition position{.device = 1, .inode = 2};
  CHECK(read_position(written(position)) == position);
  position.offset = 1000;
  position.head_bytes = 3;
  position.head = position_digest("abc");
  position.tail_bytes = 64;
  position.tail = position_digest("def");
  CHECK(read_position(written(position)) == position);
}

TEST_CASE("what is no position is none") {
  const char* text = GENERATE("",
                              "1",
                              "2 1 2 0 0 - 0 -",
                              "1 1 2 0 0 - 0 - ",
                              "1 1 x 0 0 - 0 -",
                              "1 1 2 -1 0 - 0 -",
                              "1 1 2 0 9999 - 0 -",
                              "1 1 2 5 0 - 6 -",
                              "1 1 2 5 0 short 0 -");
  CHECK_FALSE(read_position(text));
}

TEST_CASE("tracks are the same however the bytes came, once a line is whole") {
  const std::string bytes = "first line\nsecond line\n" + std::string(300, 'x') + "\nrest";
  Tracks at_once({.device = 1, .inode = 2});
  at_once.took(bytes);
  Tracks byte_by_byte({.device = 1, .inode = 2});
  for (const char byte : bytes)
    byte_by_byte.took({&byte, 1});
  CHECK(at_once.position() == byte_by_byte.position());
  CHECK(at_once.position().offset == bytes.size() - 4);
  CHECK(at_once.reached() == bytes.size());
  CHECK(at_once.position().head == position_digest("first line"));
  CHECK(at_once.position().tail_bytes == 64);
  CHECK(at_once.name() == byte_by_byte.name());
}

}  // namespace
}  // namespace runlog
