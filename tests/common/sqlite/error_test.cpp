#include "sqlite/error.hpp"

#include "support/catch.hpp"

namespace {

base::ErrorKind kind_of(int code) {
  return sqlite::error_of(code, "/x/y.db", "detail").kind;
}

}  // namespace

TEST_CASE("a result code of SQLite says what the caller can do", "[sqlite]") {
  constexpr int busy = 5, busy_snapshot = 517, locked = 6, io_error_sync = 1034, corrupt = 11;
  constexpr int full = 13, cannot_open = 14, read_only_directory = 1544, not_a_database = 26;
  constexpr int constraint_unique = 2067, interrupted = 9, error = 1, misuse = 21;
  CHECK(kind_of(busy) == base::ErrorKind::busy);
  CHECK(kind_of(busy_snapshot) == base::ErrorKind::busy);
  CHECK(kind_of(locked) == base::ErrorKind::busy);
  for (const int code :
       {full, io_error_sync, cannot_open, read_only_directory, not_a_database, corrupt}) {
    CHECK(kind_of(code) == base::ErrorKind::unavailable);
  }
  CHECK(kind_of(constraint_unique) == base::ErrorKind::conflict);
  CHECK(kind_of(interrupted) == base::ErrorKind::stopped);
  CHECK(kind_of(error) == base::ErrorKind::internal);
  CHECK(kind_of(misuse) == base::ErrorKind::internal);
}

TEST_CASE("an error that an operator must solve names the file", "[sqlite]") {
  constexpr int full = 13;
  const base::Error error = sqlite::error_of(full, "/x/y.db", "database or disk is full");
  CHECK_THAT(error.message, Catch::Contains("/x/y.db") && Catch::Contains("free some space"));
}
