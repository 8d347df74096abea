#include "transport/line_reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "base/fd.hpp"
#include "support/catch.hpp"
#include "transport/endings.hpp"

namespace {

using Event = transport::LineReader::Event;

struct Pipe {
  Pipe() {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    read = base::Fd(ends[0]);
    write = base::Fd(ends[1]);
  }

  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::write(write.number(), bytes.data(), bytes.size());
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  base::Fd read;
  base::Fd write;
};

/// Everything that a reader makes of a stream that is written in pieces of `piece_bytes`.
std::vector<std::string> read_all(const std::string& stream,
                                  std::size_t piece_bytes,
                                  std::size_t line_bytes_max = 100) {
  Pipe pipe;
  std::thread writing([&] {
    for (std::size_t at = 0; at < stream.size(); at += piece_bytes)
      pipe.send(std::string_view(stream).substr(at, piece_bytes));
    pipe.write.reset();
  });
  transport::LineReader reader(pipe.read.number(), -1, line_bytes_max);
  std::vector<std::string> seen;
  for (Event event = reader.next(-1); event != Event::end; event = reader.next(-1))
    seen.push_back(event == Event::line ? std::string(reader.line()) : "(too long)");
  writing.join();
  return seen;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines come out whole, however the bytes arrive") {
  const std::size_t piece_bytes = GENERATE(as<std::size_t>{}, 1, 2, 3, 7, 1000);
  CHECK(read_all("one\ntwo\nthree\n", piece_bytes) == Lines{"one", "two", "three"});
}

TEST_CASE("the last line needs no line break") {
  CHECK(read_all("one\ntwo", 3) == Lines{"one", "two"});
}

TEST_CASE("blank lines are passed over") {
  CHECK(read_all("\n\n  \n\r\none\n\t\n\n", 2) == Lines{"one"});
}

TEST_CASE("no input is no line") {
  CHECK(read_all("", 1).empty());
  CHECK(read_all("\n", 1).empty());
}

TEST_CASE("a carriage return before the line break is white space to JSON and stays") {
  CHECK(read_all("one\r\ntwo\r\n", 4) == Lines{"one\r", "two\r"});
}

TEST_CASE("a line may have as many bytes as the limit says and not one more") {
  const std::size_t piece_bytes = GENERATE(as<std::size_t>{}, 1, 10, 64, 1000);
  const std::string fits(100, 'a');
  const std::string over(101, 'b');
  CHECK(read_all(fits + "\n" + over + "\n" + fits + "\n", piece_bytes) ==
        Lines{fits, "(too long)", fits});
}

TEST_CASE("a line over the limit is one event, and what follows it is read") {
  const std::size_t bytes = GENERATE(as<std::size_t>{}, 200, 65536, 65537, 1'000'000);
  CHECK(read_all(std::string(bytes, 'x') + "\nnext\n", 4096) == Lines{"(too long)", "next"});
}

TEST_CASE("a line over the limit that never ends is one event as well") {
  CHECK(read_all("one\n" + std::string(300'000, 'x'), 4096) == Lines{"one", "(too long)"});
}

TEST_CASE("lines longer than one read come out whole") {
  const std::size_t bytes = GENERATE(as<std::size_t>{}, 65535, 65536, 65537, 131072, 1'000'000);
  const std::string line(bytes, 'x');
  CHECK(read_all(line + "\nshort\n", 60'000, 4'000'000) == Lines{line, "short"});
}

TEST_CASE("bytes that are no text pass through") {
  const std::string bytes("\0\xff\xfe\x80", 4);
  CHECK(read_all(bytes + "\n", 1) == Lines{bytes});
}

TEST_CASE("a reader that waits says so when nothing came in time") {
  const Pipe pipe;
  transport::LineReader reader(pipe.read.number(), -1, 100);
  CHECK(reader.next(1) == Event::waited);
  pipe.send("half");
  CHECK(reader.next(1) == Event::waited);
  pipe.send(" a line\n");
  CHECK(reader.next(10'000) == Event::line);
  CHECK(reader.line() == "half a line");
}

TEST_CASE("a wake-up ends a reader that waits for ever") {
  const Pipe pipe;
  const transport::Wakeup wake;
  transport::LineReader reader(pipe.read.number(), wake.fd(), 100);
  std::thread waking([&] { wake.signal(); });
  CHECK(reader.next(-1) == Event::end);
  waking.join();
}

TEST_CASE("a descriptor that cannot be read is the end") {
  const base::Fd directory(::open("/", O_RDONLY | O_CLOEXEC));
  transport::LineReader reader(directory.number(), -1, 100);
  CHECK(reader.next(10'000) == Event::end);
}
