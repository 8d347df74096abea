// Several processes on one file: what a killed one had acknowledged is there, and nobody loses a
// row.

#include <atomic>
#include <thread>
#include <vector>

#include "base/fd.hpp"
#include "fixture.hpp"
#include "sqlite/write_lock.hpp"

using fixture::add;
using fixture::Child;
using fixture::must_count;

namespace {

bool add_many(const std::filesystem::path& path, const std::string& who, int rows) {
  sqlite::Database database(fixture::options(path));
  for (int row = 0; row < rows; ++row) {
    if (!add(database, who + "/" + std::to_string(row))) return false;
  }
  return true;
}

/// Adds rows for ever and writes the number of each to the pipe once it was acknowledged.
bool add_and_tell(const std::filesystem::path& path, int first, int pipe) {
  auto options = fixture::options(path);
  options.wal_limits.passive_pages = 5;
  sqlite::Database database(options);
  for (int row = first;; ++row) {
    if (!add(database, std::to_string(row))) return false;
    if (::write(pipe, &row, sizeof row) != sizeof row) return false;
  }
}

bool has_row(sqlite::Database& database, int row) {
  const auto found =
      database.read<bool>({}, [&](sqlite::Connection& connection) -> base::Result<bool> {
        auto statement = TRY(connection.prepare("SELECT 1 FROM note WHERE body = ?"));
        TRY(statement.bind(std::to_string(row)));
        return statement.step();
      });
  return found && *found;
}

}  // namespace

TEST_CASE("four processes and their threads lose no row", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  constexpr int processes = 4, threads = 3, rows = 25;
  std::vector<Child> children;
  for (int process = 0; process < processes; ++process) {
    children.emplace_back([&, process] {
      sqlite::Database database(fixture::options(path));
      std::atomic<bool> all_added{true};
      std::vector<std::jthread> crew;
      for (int thread = 0; thread < threads; ++thread) {
        crew.emplace_back([&, thread] {
          const std::string who = std::to_string(process) + "/" + std::to_string(thread) + "/";
          for (int row = 0; row < rows; ++row) {
            if (!add(database, who + std::to_string(row))) all_added = false;
          }
        });
      }
      crew.clear();
      return all_added.load();
    });
  }
  for (Child& child : children)
    CHECK(child.succeeded());
  sqlite::Database database(fixture::options(path));
  CHECK(must_count(database) == processes * threads * rows);
  CHECK(database.check()->integrity == "ok");
}

TEST_CASE("processes that open a fresh store at once all get it", "[sqlite]") {
  for (int round = 0; round < 10; ++round) {
    const support::TemporaryDirectory directory;
    const auto path = directory.path() / "new" / "a.db";
    std::vector<Child> children;
    for (const char* who : {"a", "b", "c"}) {
      children.emplace_back([&, who] { return add_many(path, who, 1); });
    }
    for (Child& child : children)
      CHECK(child.succeeded());
    sqlite::Database database(fixture::options(path));
    CHECK(must_count(database) == 3);
  }
}

TEST_CASE("a killed writer loses nothing that it acknowledged", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  std::vector<int> acknowledged;
  constexpr int rounds = 8, rows_a_round = 10'000;
  for (int round = 0; round < rounds; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const base::Fd told(ends[0]);
    base::Fd tell(ends[1]);
    Child child([&] { return add_and_tell(path, round * rows_a_round, tell.number()); });
    tell.reset();
    int row = 0;
    for (int wanted = 3 + 7 * round; ::read(told.number(), &row, sizeof row) == sizeof row;) {
      acknowledged.push_back(row);
      if (--wanted == 0) ::kill(child.pid(), SIGKILL);
    }
    child.kill();
    sqlite::Database database(fixture::options(path));
    for (const int number : acknowledged)
      REQUIRE(has_row(database, number));
    // At most one row a round was committed and not yet told.
    const auto extra = must_count(database) - static_cast<std::int64_t>(acknowledged.size());
    CHECK(extra <= round + 1);
    CHECK(database.check()->integrity == "ok");
  }
  CHECK(acknowledged.size() >= 3 * rounds);
}

TEST_CASE("a lock held by a stopped process is busy in time, and free when it goes on",
          "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  REQUIRE(Child([&] { return add_many(path, "before", 1); }).succeeded());
  Child child([&] {
    sqlite::Database database(fixture::options(path));
    return static_cast<bool>(
        database.write<void>({}, [](sqlite::Connection& connection) -> base::Result<void> {
          TRY(fixture::insert(connection, "x"));
          ::raise(SIGSTOP);
          return {};
        }));
  });
  int status = 0;
  REQUIRE(::waitpid(child.pid(), &status, WUNTRACED) == child.pid());
  REQUIRE(WIFSTOPPED(status));

  auto options = fixture::options(path);
  options.lock_wait = std::chrono::milliseconds(100);
  sqlite::Database database(options);
  CHECK(must_count(database) == 1);
  const auto before = std::chrono::steady_clock::now();
  const auto late = add(database, "y");
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(5));
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == base::ErrorKind::busy);
  CHECK_THAT(late.error().message, Catch::Contains("a.db.lock"));
  if (const auto holder = sqlite::holder_of(sqlite::lock_path_of(path))) {
    CHECK(*holder == child.pid());
    CHECK_THAT(late.error().message, Catch::Contains(std::to_string(child.pid())));
  }
  CHECK(database.check()->is_write_locked);

  std::stop_source source;
  source.request_stop();
  const auto stopped = database.write<void>(
      source.get_token(), [](sqlite::Connection&) { return base::Result<void>(); });
  CHECK((!stopped && stopped.error().kind == base::ErrorKind::stopped));

  ::kill(child.pid(), SIGCONT);
  CHECK(child.succeeded());
  CHECK(add(database, "y"));
  CHECK(must_count(database) == 3);
}
