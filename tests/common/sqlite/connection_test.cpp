#include "sqlite/connection.hpp"

#include <limits>
#include <string>

#include "fixture.hpp"

using fixture::text_of;

namespace {

sqlite::Connection memory() {
  auto connection =
      sqlite::Connection::open(":memory:", sqlite::Access::read_write, std::chrono::seconds(1));
  REQUIRE(connection);
  REQUIRE(connection->run("CREATE TABLE t(k INTEGER PRIMARY KEY, v ANY UNIQUE)"));
  return std::move(*connection);
}

}  // namespace

TEST_CASE("both kinds of connection have the settings that durability rests on", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  const auto settings_of = [](sqlite::Connection& connection) -> base::Result<std::string> {
    std::string all;
    for (const char* name : {"journal_mode",
                             "synchronous",
                             "foreign_keys",
                             "trusted_schema",
                             "wal_autocheckpoint",
                             "busy_timeout"}) {
      all += base::Result<std::string>(text_of(connection, std::string("PRAGMA ") + name)).value();
      all += ' ';
    }
    return all;
  };
  // synchronous is 1, NORMAL, since the writer itself waits for the disk.
  CHECK(database.write<std::string>({}, settings_of).value() == "wal 1 1 0 0 10000 ");
  CHECK(database.read<std::string>({}, settings_of).value() == "wal 2 1 0 0 10000 ");
  CHECK(database
            .read<std::string>({},
                               [](sqlite::Connection& connection) {
                                 return text_of(connection, "PRAGMA mmap_size");
                               })
            .value() == "0");
}

TEST_CASE("a reading connection cannot write", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  const auto written = database.read<void>(
      {}, [](sqlite::Connection& connection) { return fixture::insert(connection, "x"); });
  REQUIRE_FALSE(written);
  CHECK(written.error().kind == base::ErrorKind::unavailable);
  CHECK(fixture::must_count(database) == 0);
}

TEST_CASE("bound values come back as they were", "[sqlite]") {
  auto connection = memory();
  auto statement = connection.prepare("SELECT ?, ?, ?, ?, ?, ?, ?, ?").value();
  const std::string with_nul("a\0b", 3);
  REQUIRE(statement.bind(with_nul,
                         std::string_view(),
                         std::numeric_limits<std::int64_t>::min(),
                         true,
                         nullptr,
                         std::optional<std::string>(),
                         std::optional<int>(7),
                         0.5));
  REQUIRE(statement.step().value());
  CHECK(statement.text(0) == with_nul);
  CHECK_FALSE(statement.is_null(1));
  CHECK(statement.text(1).empty());
  CHECK(statement.integer(2) == std::numeric_limits<std::int64_t>::min());
  CHECK(statement.integer(3) == 1);
  CHECK(statement.is_null(4));
  CHECK(statement.is_null(5));
  CHECK(statement.text(5).empty());
  CHECK(statement.integer(6) == 7);
  CHECK(statement.real(7) == 0.5);
  CHECK_FALSE(statement.step().value());
}

TEST_CASE("a statement can be bound again and leaves no values to the next user", "[sqlite]") {
  auto connection = memory();
  {
    auto insert = connection.prepare("INSERT INTO t(v) VALUES(?)").value();
    for (const char* value : {"a", "b", "c"}) {
      REQUIRE(insert.bind(value));
      REQUIRE_FALSE(insert.step().value());
      CHECK(connection.changes() == 1);
    }
    CHECK(connection.last_row_id() == 3);
  }
  auto unbound = connection.prepare("INSERT INTO t(v) VALUES(?)").value();
  REQUIRE(unbound.step());
  CHECK(text_of(connection, "SELECT v IS NULL FROM t WHERE k = 4").value() == "1");
}

TEST_CASE("one text can be used by two statements at once", "[sqlite]") {
  auto connection = memory();
  REQUIRE(connection.run("INSERT INTO t(v) VALUES('a'),('b')"));
  const std::string sql = "SELECT v FROM t ORDER BY k";
  auto outer = connection.prepare(sql).value();
  REQUIRE(outer.step().value());
  CHECK(text_of(connection, sql).value() == "a");
  REQUIRE(outer.step().value());
  CHECK(outer.text(0) == "b");
}

TEST_CASE("more texts than the cache keeps still work", "[sqlite]") {
  auto connection = memory();
  for (int number = 0; number < 400; ++number) {
    REQUIRE(text_of(connection, "SELECT " + std::to_string(number)).value() ==
            std::to_string(number));
  }
}

TEST_CASE("mistakes in statements are told", "[sqlite]") {
  auto connection = memory();
  CHECK(connection.prepare("SELEKT 1").error().kind == base::ErrorKind::internal);
  CHECK(connection.prepare("").error().kind == base::ErrorKind::internal);
  CHECK(connection.prepare("SELECT 1; SELECT 2").error().kind == base::ErrorKind::internal);
  CHECK(connection.prepare("SELECT \"no column\"").error().kind == base::ErrorKind::internal);
  CHECK(connection.prepare("SELECT 1;\n"));
  auto statement = connection.prepare("SELECT ?").value();
  CHECK(statement.bind(1, 2).error().kind == base::ErrorKind::internal);
}

TEST_CASE("a row that breaks a constraint is a conflict", "[sqlite]") {
  auto connection = memory();
  REQUIRE(connection.run("INSERT INTO t(v) VALUES('a')"));
  const auto again = connection.run("INSERT INTO t(v) VALUES('a')");
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == base::ErrorKind::conflict);
  CHECK_THAT(again.error().message, Catch::Contains("t.v"));
}

TEST_CASE("after a stop was requested no statement does anything", "[sqlite]") {
  auto connection = memory();
  std::stop_source source;
  connection.stop_with(source.get_token());
  REQUIRE(connection.run("INSERT INTO t(v) VALUES('a')"));
  source.request_stop();
  CHECK(connection.run("INSERT INTO t(v) VALUES('b')").error().kind == base::ErrorKind::stopped);
  CHECK(text_of(connection, "SELECT 1").error().kind == base::ErrorKind::stopped);
  connection.stop_with({});
  CHECK(text_of(connection, "SELECT count(*) FROM t").value() == "1");
}
