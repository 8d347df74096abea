#include "sqlite/bells.hpp"

#include <fcntl.h>

#include <thread>

#include "base/fd.hpp"
#include "fixture.hpp"

using sqlite::Bell;
using sqlite::Bells;
using WaitClock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds very_long{100};

base::Fd lock_file_in(const std::filesystem::path& path, int access = O_RDWR) {
  base::Fd file(::open(path.c_str(), access | O_CREAT | O_CLOEXEC, 0600));
  REQUIRE(file);
  return file;
}

}  // namespace

TEST_CASE("a ring wakes who waits, through the file alone", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.lock";
  fixture::Child waiting([&] {
    const base::Fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    Bells bells(file.number());
    const auto begin = WaitClock::now();
    bells.wait(Bell::first, bells.rung(Bell::first), very_long);
    return WaitClock::now() - begin < very_long / 2;
  });
  const base::Fd file = lock_file_in(path);
  Bells bells(file.number());
  // It may not listen yet: rung until it has heard.
  std::jthread ringing([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      bells.ring(Bell::first);
      std::this_thread::yield();
    }
  });
  CHECK(waiting.succeeded());
}

TEST_CASE("a ring before one listens is not slept through", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const base::Fd file = lock_file_in(directory.path() / "a.lock");
  Bells mine(file.number());
  Bells theirs(file.number());
  const std::uint32_t before = mine.rung(Bell::second);
  theirs.ring(Bell::second);
  CHECK(mine.rung(Bell::second) == before + 1);
  const auto begin = WaitClock::now();
  mine.wait(Bell::second, before, very_long);
  CHECK(WaitClock::now() - begin < very_long / 2);
}

TEST_CASE("each bell is heard by itself", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const base::Fd file = lock_file_in(directory.path() / "a.lock");
  Bells bells(file.number());
  bells.ring(Bell::first);
  CHECK(bells.rung(Bell::first) == 1);
  CHECK(bells.rung(Bell::second) == 0);
}

TEST_CASE("who is not rung for stops waiting by itself, with bells and without", "[sqlite]") {
  const support::TemporaryDirectory directory;
  constexpr std::chrono::microseconds short_wait{1000};
  const auto path = directory.path() / "a.lock";
  const base::Fd file = lock_file_in(path);
  Bells bells(file.number());
  const base::Fd unwritable = lock_file_in(directory.path() / "b.lock", O_RDONLY);
  Bells none(unwritable.number());
  for (Bells* waited : {&bells, &none}) {
    const auto begin = WaitClock::now();
    waited->wait(Bell::first, waited->rung(Bell::first), short_wait);
    CHECK(WaitClock::now() - begin >= short_wait);
  }
  none.ring(Bell::first);
  CHECK(none.rung(Bell::first) == 0);
}
