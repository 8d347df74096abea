#include "sqlite/write_lock.hpp"

#include <fcntl.h>

#include <atomic>
#include <optional>
#include <thread>

#include "fixture.hpp"
#include "support/eventually.hpp"

namespace {

sqlite::Deadline soon() {
  return std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
}

/// True while somebody waits for the holder.
bool is_awaited(const std::filesystem::path& lock_path) {
  const base::Fd file(::open(lock_path.c_str(), O_RDWR | O_CLOEXEC));

  struct flock first_byte {};

  first_byte.l_type = F_WRLCK;
  first_byte.l_whence = SEEK_SET;
  first_byte.l_len = 1;
  REQUIRE(::fcntl(file.number(), F_OFD_GETLK, &first_byte) == 0);
  return first_byte.l_type != F_UNLCK;
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

TEST_CASE("who lets go of the lock stands behind the one who waits for it", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::WriteLock mine(path);
  for (int round = 0; round < 20; ++round) {
    auto held = std::make_optional(mine.take({}, soon()).value());
    std::atomic<bool> was_theirs = false;
    std::jthread waiting([&] {
      sqlite::WriteLock theirs(path);
      const auto in_turn = theirs.take({}, soon() + std::chrono::seconds(10));
      was_theirs = bool(in_turn);
    });
    support::eventually([&] { return is_awaited(sqlite::lock_path_of(path)); });
    held.reset();
    const auto again = mine.take({}, soon() + std::chrono::seconds(10));
    REQUIRE(again);
    CHECK(was_theirs);
  }
}

TEST_CASE("who gives up waiting for the lock does not stand in the way of others", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::WriteLock mine(directory.path() / "a.db");
  sqlite::WriteLock impatient(directory.path() / "a.db");
  sqlite::WriteLock patient(directory.path() / "a.db");
  {
    const auto held = mine.take({}, soon());
    REQUIRE(held);
    REQUIRE_FALSE(impatient.take({}, soon()));
    CHECK_FALSE(is_awaited(sqlite::lock_path_of(directory.path() / "a.db")));
  }
  CHECK(patient.take({}, soon()));
}

TEST_CASE("who has brought a file up to date does not keep the lock", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(fixture::must_count(database) == 0);
  sqlite::WriteLock lock(directory.path() / "a.db");
  CHECK(lock.take({}, soon()));
}
