// Scores of our own for the rows of a full-text query.

#include <cmath>
#include <limits>
#include <string>

#include "fixture.hpp"
#include "sqlite/full_text.hpp"

using sqlite::Hit;

namespace {

/// Rows 1: a b | c, 2: b b | -, 3: c | a.
sqlite::Connection three_rows() {
  auto connection =
      sqlite::Connection::open(":memory:", sqlite::Access::read_write, std::chrono::seconds(1));
  REQUIRE(connection);
  REQUIRE(
      connection->run("CREATE VIRTUAL TABLE t USING fts5(x, y);"
                      "INSERT INTO t VALUES('a b','c'),('b b',''),('c','a')"));
  return std::move(*connection);
}

std::vector<double> scores_of(sqlite::Connection& connection, const std::string& sql) {
  auto rows = connection.prepare(sql).value();
  REQUIRE(rows.bind());
  std::vector<double> scores;
  while (true) {
    const auto row = rows.step();
    INFO((row ? "" : row.error().message));
    REQUIRE(row);
    if (!*row) return scores;
    scores.push_back(rows.real(0));
  }
}

std::string failure_of(sqlite::Connection& connection, const std::string& sql) {
  auto rows = connection.prepare(sql).value();
  REQUIRE(rows.bind());
  const auto row = rows.step();
  REQUIRE_FALSE(row);
  CHECK(row.error().kind == base::ErrorKind::internal);
  return row.error().message;
}

double hit_count(std::span<const Hit> hits, std::span<const double>) {
  return static_cast<double>(hits.size());
}

double weighted(std::span<const Hit> hits, std::span<const double> parameters) {
  double sum = 0;
  for (const Hit& hit : hits)
    sum += parameters[static_cast<std::size_t>(hit.phrase)];
  return sum;
}

/// The hits as digits: phrase, column, offset.
double spelled(std::span<const Hit> hits, std::span<const double>) {
  double digits = 0;
  for (const Hit& hit : hits)
    digits = digits * 1000 + hit.phrase * 100 + hit.column * 10 + hit.offset;
  return digits;
}

double parameter_sum(std::span<const Hit>, std::span<const double> parameters) {
  double sum = 0;
  for (const double parameter : parameters)
    sum += parameter;
  return sum;
}

double no_number(std::span<const Hit>, std::span<const double>) {
  return std::numeric_limits<double>::quiet_NaN();
}

double throws(std::span<const Hit>, std::span<const double>) {
  throw std::runtime_error("bug");
}

}  // namespace

TEST_CASE("a score sees each hit of its row", "[sqlite]") {
  auto connection = three_rows();
  REQUIRE(sqlite::add_row_score(connection, "hits", hit_count));
  REQUIRE(sqlite::add_row_score(connection, "spelled", spelled));
  CHECK(scores_of(connection, "SELECT hits(t, '') FROM t('a OR b OR c') ORDER BY rowid") ==
        std::vector<double>{3, 2, 2});
  CHECK(scores_of(connection, "SELECT spelled(t, '') FROM t('a OR b OR c') ORDER BY rowid") ==
        std::vector<double>{101'210, 100'101, 200'010});
}

TEST_CASE("rows can be ordered by their score", "[sqlite]") {
  auto connection = three_rows();
  REQUIRE(sqlite::add_row_score(connection, "weighted", weighted));
  CHECK(scores_of(connection,
                  "SELECT rowid FROM t('a OR b') ORDER BY weighted(t, '10 1') DESC, rowid") ==
        std::vector<double>{1, 3, 2});
  CHECK(scores_of(connection,
                  "SELECT rowid FROM t('a OR b') ORDER BY weighted(t, '1 10') DESC, rowid") ==
        std::vector<double>{2, 1, 3});
}

TEST_CASE("parameters are numbers with blanks between them", "[sqlite]") {
  auto connection = three_rows();
  REQUIRE(sqlite::add_row_score(connection, "total", parameter_sum));
  const auto sum = [&](const std::string& parameters) {
    return scores_of(connection, "SELECT total(t, '" + parameters + "') FROM t('a') LIMIT 1")[0];
  };
  CHECK(sum("") == 0);
  CHECK(sum("  ") == 0);
  CHECK(sum(" 1  2.5 -4e1 ") == -36.5);
}

TEST_CASE("one statement may score twice, and be used again with other numbers", "[sqlite]") {
  auto connection = three_rows();
  REQUIRE(sqlite::add_row_score(connection, "weighted", weighted));
  CHECK(scores_of(connection,
                  "SELECT weighted(t, '1 1 1') * 100 + weighted(t, '7 0 0') FROM t('a OR b OR c') "
                  "ORDER BY rowid") == std::vector<double>{307, 200, 207});
  auto rows = connection.prepare("SELECT weighted(t, ?) FROM t('b') WHERE t.rowid = 2").value();
  for (const double factor : {1.0, 2.0, 3.0}) {
    REQUIRE(rows.bind(std::to_string(factor)));
    REQUIRE(rows.step().value());
    CHECK(rows.real(0) == 2 * factor);
  }
}

TEST_CASE("each connection has scores of its own", "[sqlite]") {
  const support::TemporaryDirectory directory;
  auto options = fixture::options(directory.path() / "a.db");
  options.on_open = [](sqlite::Connection& connection) {
    return sqlite::add_row_score(connection, "hits", hit_count);
  };
  sqlite::Database database(options);
  const auto scores = [](sqlite::Connection& connection) {
    return fixture::text_of(connection, "SELECT hits(t, '') FROM t('a')");
  };
  REQUIRE(database.write<void>({}, [](sqlite::Connection& connection) {
    return connection.run("CREATE VIRTUAL TABLE t USING fts5(x); INSERT INTO t VALUES('a a a')");
  }));
  CHECK(database.read<std::string>({}, scores).value() == "3.0");
  CHECK(database.write<std::string>({}, scores).value() == "3.0");
}

TEST_CASE("a score reads neither rows nor their sizes", "[sqlite]") {
  auto connection = three_rows();
  REQUIRE(sqlite::add_row_score(connection, "hits", hit_count));
  REQUIRE(connection.run("DELETE FROM t_content; DELETE FROM t_docsize"));
  CHECK(scores_of(connection, "SELECT hits(t, '') FROM t('a OR b') ORDER BY rowid") ==
        std::vector<double>{2, 2, 1});
}

TEST_CASE("wrong parameters and scores fail the statement", "[sqlite]") {
  auto connection = three_rows();
  REQUIRE(sqlite::add_row_score(connection, "hits", hit_count));
  REQUIRE(sqlite::add_row_score(connection, "no_number", no_number));
  REQUIRE(sqlite::add_row_score(connection, "throws", throws));
  for (const char* wrong : {"'1 x'", "'1,2'", "'nan'", "'1e999'", "'0x10'", "'1\t2'"}) {
    INFO(wrong);
    CHECK_THAT(failure_of(connection, std::string("SELECT hits(t, ") + wrong + ") FROM t('a')"),
               Catch::Contains("hits(): not numbers"));
  }
  for (const char* wrong : {"t", "t, NULL", "t, '1', '2'"}) {
    INFO(wrong);
    CHECK_THAT(failure_of(connection, std::string("SELECT hits(") + wrong + ") FROM t('a')"),
               Catch::Contains("one text of numbers"));
  }
  failure_of(connection, "SELECT throws(t, '') FROM t('a')");
  CHECK(fixture::text_of(connection, "SELECT no_number(t, '') IS NULL FROM t('a')").value() == "1");
  CHECK(scores_of(connection, "SELECT hits(t, '') FROM t('b') ORDER BY rowid").size() == 2);
}
