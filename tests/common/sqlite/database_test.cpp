#include "sqlite/database.hpp"

#include <atomic>
#include <vector>

#include "fixture.hpp"

using fixture::add;
using fixture::must_count;

namespace {

constexpr const char* endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

}  // namespace

TEST_CASE("a write gives its value and is there for the next process to open", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  {
    sqlite::Database database(fixture::options(path));
    const auto id = database.write<std::int64_t>(
        {}, [](sqlite::Connection& connection) -> base::Result<std::int64_t> {
          TRY(fixture::insert(connection, "x"));
          return connection.last_row_id();
        });
    CHECK(id.value() == 1);
  }
  sqlite::Database database(fixture::options(path));
  CHECK(must_count(database) == 1);
}

TEST_CASE("nothing of a write that fails or throws is kept", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  const auto refused =
      database.write<void>({}, [](sqlite::Connection& connection) -> base::Result<void> {
        TRY(fixture::insert(connection, "x"));
        return base::not_found("no such thing");
      });
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::not_found);
  CHECK_THROWS(database.write<void>({}, [](sqlite::Connection& connection) -> base::Result<void> {
    TRY(fixture::insert(connection, "y"));
    throw std::runtime_error("bug");
  }));
  CHECK(must_count(database) == 0);
  CHECK(add(database, "z"));
  CHECK(must_count(database) == 1);
}

TEST_CASE("a read keeps its snapshot while others write, and holds nobody up", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, "first"));
  const auto seen = database.read<std::vector<std::int64_t>>(
      {}, [&](sqlite::Connection& connection) -> base::Result<std::vector<std::int64_t>> {
        const std::int64_t before = TRY(fixture::count(connection));
        TRY(add(database, "second"));
        const std::int64_t elsewhere = must_count(database);
        return std::vector<std::int64_t>{before, elsewhere, TRY(fixture::count(connection))};
      });
  REQUIRE(seen);
  CHECK(*seen == std::vector<std::int64_t>{1, 2, 1});
  CHECK(must_count(database) == 2);
}

TEST_CASE("a read does not wait for a write that lasts", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(database.write<void>({}, [&](sqlite::Connection& connection) -> base::Result<void> {
    TRY(fixture::insert(connection, "x"));
    CHECK(must_count(database) == 0);
    return {};
  }));
  CHECK(must_count(database) == 1);
}

TEST_CASE("threads that read and write at once lose nothing", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  constexpr int threads = 6, rounds = 25;
  std::atomic<int> failures{0};
  std::vector<std::jthread> crew;
  for (int thread = 0; thread < threads; ++thread) {
    crew.emplace_back([&, thread] {
      for (int round = 0; round < rounds; ++round) {
        if (!add(database, std::to_string(thread) + "/" + std::to_string(round))) ++failures;
        if (!database.read<std::int64_t>({}, fixture::count)) ++failures;
      }
    });
  }
  crew.clear();
  CHECK(failures == 0);
  CHECK(must_count(database) == threads * rounds);
}

TEST_CASE("a stop ends a query that runs", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, "x"));
  std::stop_source source;
  std::atomic<bool> started{false};
  std::jthread stopper([&] {
    support::eventually([&] { return started.load(); });
    source.request_stop();
  });
  const auto query = [&](sqlite::Connection& connection) -> base::Result<void> {
    started = true;
    TRY(fixture::text_of(connection, endless));
    return {};
  };
  const bool writes = GENERATE(false, true);
  const auto work = [&](sqlite::Connection& connection) -> base::Result<void> {
    if (writes) TRY(fixture::insert(connection, "lost"));
    return query(connection);
  };
  const auto stopped = writes ? database.write<void>(source.get_token(), work)
                              : database.read<void>(source.get_token(), work);
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().kind == base::ErrorKind::stopped);
  CHECK(must_count(database) == 1);
  CHECK(add(database, "y"));
}

TEST_CASE("a stop ends the wait for another thread's write", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  std::stop_source source;
  REQUIRE(database.write<void>({}, [&](sqlite::Connection&) -> base::Result<void> {
    std::jthread stopper([&] { source.request_stop(); });
    const auto waited = database.write<void>(
        source.get_token(), [](sqlite::Connection&) { return base::Result<void>(); });
    CHECK((!waited && waited.error().kind == base::ErrorKind::stopped));
    return {};
  }));
}

TEST_CASE("an open that failed is tried again at the next use", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto in_the_way = directory.write("store", "a regular file");
  sqlite::Database database(fixture::options(in_the_way / "deep" / "a.db"));
  const auto failed = add(database, "x");
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(failed.error().message, Catch::Contains(in_the_way.string()));
  std::filesystem::remove(in_the_way);
  REQUIRE(add(database, "x"));
  CHECK(must_count(database) == 1);
}

TEST_CASE("a write notices that the file was replaced", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "store" / "a.db";
  sqlite::Database database(fixture::options(path));
  REQUIRE(add(database, "old"));
  std::filesystem::remove_all(path.parent_path());
  REQUIRE(add(database, "new"));
  CHECK(must_count(database) == 1);
  sqlite::Database other(fixture::options(path));
  CHECK(must_count(other) == 1);
}

TEST_CASE("the write-ahead log stays small without readers", "[sqlite]") {
  const support::TemporaryDirectory directory;
  auto options = fixture::options(directory.path() / "a.db");
  options.wal_limits.passive_pages = 10;
  sqlite::Database database(options);
  for (int row = 0; row < 200; ++row)
    REQUIRE(add(database, std::to_string(row)));
  constexpr std::uint64_t frame_bytes = 4096 + 24;
  CHECK(database.check()->wal_bytes < 40 * frame_bytes);
}

TEST_CASE("a reader that never ends cannot make the write-ahead log grow for ever", "[sqlite]") {
  const support::TemporaryDirectory directory;
  auto options = fixture::options(directory.path() / "a.db");
  options.wal_limits = {.passive_pages = 10, .waiting_pages = 20, .pages_max = 40};
  sqlite::Database database(options);
  REQUIRE(add(database, "x"));
  REQUIRE(database.read<void>({}, [&](sqlite::Connection& connection) -> base::Result<void> {
    TRY(fixture::count(connection));
    base::Result<void> added;
    for (int row = 0; row < 200 && added; ++row)
      added = add(database, std::to_string(row));
    REQUIRE_FALSE(added);
    CHECK(added.error().kind == base::ErrorKind::busy);
    CHECK_THAT(added.error().message, Catch::Contains("write-ahead log"));
    return {};
  }));
  constexpr std::uint64_t frame_bytes = 4096 + 24;
  CHECK(database.check()->wal_bytes < 60 * frame_bytes);
  REQUIRE(add(database, "y"));
  CHECK(database.check()->wal_bytes < 10 * frame_bytes);
}

TEST_CASE("the check tells an operator how the store is", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(fixture::options(path));
  REQUIRE(add(database, "x"));
  const auto health = database.check();
  REQUIRE(health);
  CHECK(health->path == path);
  CHECK(health->integrity == "ok");
  CHECK(health->schema_version == 1);
  CHECK(health->journal_mode == "wal");
  CHECK(health->file_mode == 0600);
  CHECK(health->directory_mode == 0700);
  CHECK(health->owner == ::geteuid());
  CHECK(health->wal_bytes > 0);
  CHECK_FALSE(health->is_write_locked);
  CHECK_FALSE(health->library_version.empty());
  CHECK_FALSE(health->file_system.empty());
  REQUIRE(database.write<void>({}, [&](sqlite::Connection&) -> base::Result<void> {
    CHECK(TRY(database.check()).is_write_locked);
    return {};
  }));
}
