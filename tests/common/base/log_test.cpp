#include "base/log.hpp"

#include <string>
#include <thread>
#include <vector>

#include "support/captured_stderr.hpp"
#include "support/catch.hpp"

using support::CapturedStderr;

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

TEST_CASE("lines of a thread that works on a call carry its run, unless they name one") {
  CapturedStderr captured;
  {
    const base::LogRun outer("01234567-89ab-7def-8123-000000000001");
    base::log(base::LogLevel::info, "outer");
    {
      const base::LogRun inner("01234567-89ab-7def-8123-000000000002");
      base::log(base::LogLevel::info, "inner");
      base::log(base::LogLevel::info, "named", "01234567-89ab-7def-8123-000000000003");
      std::thread([] { base::log(base::LogLevel::info, "another thread"); }).join();
    }
    const base::LogRun none("");
    base::log(base::LogLevel::info, "outer again");
  }
  base::log(base::LogLevel::info, "after");
  captured.restore();
  CHECK(captured.text() ==
        "info outer [run=01234567-89ab-7def-8123-000000000001]\n"
        "info inner [run=01234567-89ab-7def-8123-000000000002]\n"
        "info named [run=01234567-89ab-7def-8123-000000000003]\n"
        "info another thread\n"
        "info outer again [run=01234567-89ab-7def-8123-000000000001]\n"
        "info after\n");
}
