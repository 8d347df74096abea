#include "transport/line_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <map>
#include <thread>
#include <vector>

#include "base/fd.hpp"
#include "base/format.hpp"
#include "support/catch.hpp"
#include "transport/line_reader.hpp"

namespace {

struct WriterPipe {
  explicit WriterPipe(int flags = 0) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC | flags) == 0);
    read = base::Fd(ends[0]);
    write = base::Fd(ends[1]);
  }

  base::Fd read;
  base::Fd write;
};

/// Sends `each` messages from each of four threads, some larger than a pipe holds, and counts what
/// arrives: the number of lines by the letter that all of the line consists of.
std::map<char, int> received_from_four_threads(const WriterPipe& pipe, int each) {
  transport::LineWriter writer(pipe.write.number(), [] {});
  std::vector<std::thread> writing;
  for (const char letter : {'a', 'b', 'c', 'd'}) {
    writing.emplace_back([&writer, letter, each] {
      for (int round = 0; round < each; ++round)
        writer.send(std::string(round % 20 == 0 ? 100'000 : 50, letter));
    });
  }
  std::map<char, int> lines;
  transport::LineReader reader(pipe.read.number(), -1, 200'000);
  for (int count = 0; count < 4 * each; ++count) {
    REQUIRE(reader.next(30'000) == transport::LineReader::Event::line);
    const std::string_view line = reader.line();
    REQUIRE(line.find_first_not_of(line.front()) == std::string_view::npos);
    ++lines[line.front()];
  }
  for (std::thread& thread : writing)
    thread.join();
  return lines;
}

}  // namespace

TEST_CASE("lines of several threads never mix") {
  const WriterPipe pipe;
  const auto lines = received_from_four_threads(pipe, 200);
  CHECK(lines == std::map<char, int>{{'a', 200}, {'b', 200}, {'c', 200}, {'d', 200}});
}

TEST_CASE("lines leave whole when somebody made the pipe non-blocking") {
  const WriterPipe pipe(O_NONBLOCK);
  const auto lines = received_from_four_threads(pipe, 60);
  CHECK(lines == std::map<char, int>{{'a', 60}, {'b', 60}, {'c', 60}, {'d', 60}});
}

TEST_CASE("a pipe that nobody reads is reported once, and further messages are dropped") {
  std::signal(SIGPIPE, SIG_IGN);
  WriterPipe pipe;
  pipe.read.reset();
  std::atomic<int> reports = 0;
  transport::LineWriter writer(pipe.write.number(), [&] { ++reports; });
  writer.send("one");
  writer.send("two");
  CHECK(reports == 1);
}
