#include "sqlite/migration.hpp"

#include "fixture.hpp"

using fixture::add;

using fixture::notes;
using fixture::with;

namespace {

constexpr std::array<sqlite::Migration, 2> two_migrations{
    {{1, "notes", notes}, {2, "stars", "ALTER TABLE note ADD COLUMN stars INTEGER"}}};

/// Large enough that it reaches the write-ahead log long before it is committed.
constexpr std::array<sqlite::Migration, 2> slow_migrations{
    {{1, "notes", notes},
     {2,
      "many notes",
      "CREATE TABLE before(x);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
      " INSERT INTO note(body) SELECT printf('%0400d', i) FROM n;"
      "CREATE TABLE after(x);"}}};

constexpr std::array<sqlite::Migration, 2> wrong_migrations{
    {{1, "notes", notes}, {2, "typo", "CREATE TABLE half(x); CREATE TABEL other(x)"}}};

}  // namespace

TEST_CASE("an older store is brought up to date with its rows", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  {
    sqlite::Database older(fixture::options(path));
    REQUIRE(add(older, "x"));
  }
  sqlite::Database newer(with(path, two_migrations));
  CHECK(fixture::must_count(newer) == 1);
  CHECK(newer.check()->schema_version == 2);
}

TEST_CASE("a newer store is refused by an older program", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  {
    sqlite::Database newer(with(path, two_migrations));
    REQUIRE(add(newer, "x"));
  }
  sqlite::Database older(fixture::options(path));
  const auto refused = older.read<std::int64_t>({}, fixture::count);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(refused.error().message,
             Catch::Contains(path.string()) && Catch::Contains("update this program"));
}

TEST_CASE("a migration that fails leaves the version before it", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database wrong(with(path, wrong_migrations));
  const auto failed = add(wrong, "x");
  REQUIRE_FALSE(failed);
  CHECK_THAT(failed.error().message, Catch::Contains("migration 2 (typo)"));
  sqlite::Database right(fixture::options(path));
  REQUIRE(add(right, "x"));
  CHECK(right.check()->schema_version == 1);
}

TEST_CASE("a migration killed half-way is done again as a whole", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  {
    fixture::Child child([&] {
      sqlite::Database database(with(path, slow_migrations));
      return static_cast<bool>(add(database, "x"));
    });
    REQUIRE(support::eventually([&] {
      std::error_code missing;
      const auto bytes = std::filesystem::file_size(path.string() + "-wal", missing);
      return !missing && bytes > 1'000'000;
    }));
    child.kill();
  }
  {
    auto half =
        sqlite::Connection::open(path, sqlite::Access::read_write, std::chrono::seconds(10));
    REQUIRE(half);
    CHECK(sqlite::schema_version(*half).value() == 1);
  }
  sqlite::Database database(with(path, slow_migrations));
  CHECK(fixture::must_count(database) == 50000);
  const auto health = database.check();
  REQUIRE(health);
  CHECK(health->schema_version == 2);
  CHECK(health->integrity == "ok");
}
