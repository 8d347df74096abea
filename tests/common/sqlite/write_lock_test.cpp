#include "sqlite/write_lock.hpp"

#include <fcntl.h>

#include "fixture.hpp"

namespace {

sqlite::Deadline soon() {
  return std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
}

}  // namespace

TEST_CASE("the write lock is for one holder at a time, also within a process", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::WriteLock mine(directory.path() / "a.db");
  sqlite::WriteLock yours(directory.path() / "a.db");
  {
    const auto held = mine.take({}, soon());
    REQUIRE(held);
    const auto refused = yours.take({}, soon());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == base::ErrorKind::busy);
  }
  CHECK(yours.take({}, soon()));
}

TEST_CASE("a lock file that was deleted does not let two writers in", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::WriteLock mine(directory.path() / "a.db");
  sqlite::WriteLock yours(directory.path() / "a.db");
  REQUIRE(mine.take({}, soon()));
  std::filesystem::remove(directory.path() / "a.db.lock");
  const auto held = yours.take({}, soon());
  REQUIRE(held);
  CHECK_FALSE(mine.take({}, soon()));
}

TEST_CASE("programs started by this process do not inherit the lock", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = sqlite::lock_path_of(directory.path() / "a.db");
  sqlite::WriteLock lock(directory.path() / "a.db");
  REQUIRE(lock.take({}, soon()));
  int found = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    if (std::filesystem::read_symlink(entry, gone) != path) continue;
    ++found;
    CHECK((::fcntl(std::stoi(entry.path().filename()), F_GETFD) & FD_CLOEXEC) != 0);
  }
  CHECK(found == 1);
}
