#include "nats/worker.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "support/catch.hpp"

namespace nats {
namespace {

constexpr int exit_code = 7;
constexpr int destroyed = 8;

/// What a process does whose thread is stuck when it exits.
[[noreturn]] void exit_beside_a_stuck_thread() {
  std::atexit([] { ::_exit(destroyed); });
  {
    Worker stuck([] {
      for (;;)
        ::pause();
    });
  }
  std::exit(exit_code);
}

// OpenSSL's destructor takes from a thread what it uses: it crashed, or kept the process.
TEST_CASE("a process ends under a thread that is stuck, and its libraries stay as they are") {
  std::fflush(nullptr);  // or both write it
  const pid_t child = ::fork();
  if (child == 0) exit_beside_a_stuck_thread();
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == exit_code);
}

}  // namespace
}  // namespace nats
