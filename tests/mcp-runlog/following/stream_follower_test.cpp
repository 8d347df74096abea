#include "mcp-runlog/following/stream_follower.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "base/fd.hpp"
#include "support/catch.hpp"

namespace runlog {
namespace {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
  }

  void write(std::string_view bytes) const {
    REQUIRE(::write(write_end.number(), bytes.data(), bytes.size()) ==
            static_cast<ssize_t>(bytes.size()));
  }

  base::Fd read_end;
  base::Fd write_end;
};

Piece next(StreamFollower& follower) {
  auto piece = follower.next();
  REQUIRE(piece);
  return std::move(piece).value();
}

TEST_CASE("lines of a stream come as they are written, the last one at its end") {
  Pipe pipe;
  StreamFollower follower(pipe.read_end.number(), "stdin 1");
  CHECK(next(follower).state == Piece::State::waiting);
  pipe.write("one\ntwo");
  const Piece first = next(follower);
  CHECK(first.state == Piece::State::more);
  CHECK(first.file == "stdin 1");
  REQUIRE(first.lines.size() == 1);
  CHECK(first.lines[0].text == "one");
  CHECK(first.position.empty());
  pipe.write_end.reset();
  const Piece last = next(follower);
  CHECK(last.state == Piece::State::ended);
  REQUIRE(last.lines.size() == 1);
  CHECK(last.lines[0].text == "two");
  CHECK(last.lines[0].offset == 4);
}

TEST_CASE("a stream that cannot be read is unavailable") {
  const base::Fd directory(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  StreamFollower follower(directory.number(), "a directory");
  const auto piece = follower.next();
  REQUIRE_FALSE(piece);
  CHECK(piece.error().kind == base::ErrorKind::unavailable);
}

}  // namespace
}  // namespace runlog
