#include "base/log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "base/fd.hpp"
#include "support/catch.hpp"

namespace {

/// Stderr is a pipe while this lives. Assertions belong behind it.
class CapturedStderr {
 public:
  CapturedStderr() : saved_(::dup(STDERR_FILENO)) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) FAIL("cannot make a pipe");
    read_end_.reset(ends[0]);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[1]);
  }

  ~CapturedStderr() { restore(); }

  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  void restore() {
    if (!saved_) return;
    ::dup2(saved_.number(), STDERR_FILENO);
    saved_.reset();
  }

  std::string text() const {
    std::string all;
    std::array<char, 4096> chunk{};
    for (ssize_t got = 0; (got = ::read(read_end_.number(), chunk.data(), chunk.size())) > 0;)
      all.append(chunk.data(), static_cast<std::size_t>(got));
    return all;
  }

 private:
  base::Fd saved_;
  base::Fd read_end_;
};

}  // namespace

TEST_CASE("a log line has level, message and run") {
  CapturedStderr captured;
  base::log(
      base::LogLevel::warning, "disk is\nnearly full", "01234567-89ab-7def-8123-456789abcdef");
  base::log(base::LogLevel::error, "gone");
  base::log(base::LogLevel::info, "");
  captured.restore();
  CHECK(captured.text() ==
        "warning disk is nearly full [run=01234567-89ab-7def-8123-456789abcdef]\n"
        "error gone\n"
        "info \n");
}

TEST_CASE("a long message is cut, so that its line is written in one piece") {
  CapturedStderr captured;
  base::log(base::LogLevel::info, std::string(100'000, 'x'));
  captured.restore();
  const std::string line = captured.text();
  CHECK(line.size() < 4096);
  CHECK(line.substr(line.size() - 4) == "...\n");
}

TEST_CASE("nobody waits for a client that does not read stderr") {
  CapturedStderr captured;
  const std::string message(1500, 'x');
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int line = 0; line < 100; ++line)
        base::log(base::LogLevel::info, message);
    });
  }
  for (auto& thread : threads)
    thread.join();
  captured.restore();
  const std::string kept = captured.text();
  CHECK(kept.size() > 10 * message.size());
  CHECK(kept.size() < 400 * message.size());
  CHECK(kept.size() % (message.size() + sizeof "info \n" - 1) == 0);
}
