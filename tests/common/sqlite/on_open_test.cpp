// What is done to each connection of a database when it is opened.

#include <atomic>

#include "fixture.hpp"

using fixture::text_of;

namespace {

base::Result<std::string> cache_size(sqlite::Connection& connection) {
  return text_of(connection, "PRAGMA cache_size");
}

}  // namespace

TEST_CASE("each connection is prepared once, before anything is asked of it", "[sqlite]") {
  const support::TemporaryDirectory directory;
  std::atomic<int> opened{0};
  auto options = fixture::options(directory.path() / "a.db");
  options.on_open = [&](sqlite::Connection& connection) {
    ++opened;
    return connection.run("CREATE TEMP TABLE mine(x)");
  };
  sqlite::Database database(options);
  CHECK(opened == 0);
  const auto mine = [](sqlite::Connection& connection) {
    return text_of(connection, "SELECT count(*) FROM mine");
  };
  for (int round = 0; round < 2; ++round) {
    CHECK(database.write<std::string>({}, mine).value() == "0");
    CHECK(database.read<std::string>({}, mine).value() == "0");
  }
  CHECK(opened == 2);
}

TEST_CASE("the writing connection is prepared before migrations need it", "[sqlite]") {
  const support::TemporaryDirectory directory;
  static constexpr std::array<sqlite::Migration, 1> copies{
      {{1,
        "copy",
        "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT);"
        "INSERT INTO note(body) SELECT x FROM mine"}}};
  sqlite::Options options{directory.path() / "a.db", fixture::application_id, copies};
  options.on_open = [&](sqlite::Connection& connection) {
    return connection.run("CREATE TEMP TABLE mine(x); INSERT INTO mine VALUES('prepared')");
  };
  sqlite::Database database(options);
  CHECK(fixture::must_count(database) == 1);
}

TEST_CASE("a preparation that fails or throws fails the call, and the next one tries again",
          "[sqlite]") {
  const support::TemporaryDirectory directory;
  int failures = 1, throws = 1;
  auto options = fixture::options(directory.path() / "a.db");
  // The writing connection comes first, then those that read.
  int successes_before = GENERATE(0, 1);
  options.on_open = [&](sqlite::Connection&) -> base::Result<void> {
    if (successes_before-- > 0) return {};
    if (failures-- > 0) return base::not_found("no such function");
    if (throws-- > 0) throw std::runtime_error("bug");
    return {};
  };
  sqlite::Database database(options);
  const auto failed = database.read<std::int64_t>({}, fixture::count);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == base::ErrorKind::not_found);
  CHECK_THROWS(database.read<std::int64_t>({}, fixture::count));
  CHECK(fixture::must_count(database) == 0);
  CHECK(fixture::add(database, "x"));
}

TEST_CASE("readers that could not be prepared leave their places to others", "[sqlite]") {
  const support::TemporaryDirectory directory;
  auto options = fixture::options(directory.path() / "a.db");
  options.lock_wait = std::chrono::milliseconds(500);
  std::atomic<bool> is_writer{true}, works{false};
  options.on_open = [&](sqlite::Connection&) -> base::Result<void> {
    if (is_writer.exchange(false) || works) return {};
    throw std::runtime_error("bug");
  };
  sqlite::Database database(options);
  for (int reader = 0; reader < 100; ++reader)
    CHECK_THROWS(database.read<std::int64_t>({}, fixture::count));
  works = true;
  CHECK(fixture::must_count(database) == 0);
}

TEST_CASE("readers get the cache that they were promised", "[sqlite]") {
  const support::TemporaryDirectory directory;
  auto options = fixture::options(directory.path() / "a.db");
  CHECK(options.reader_cache_kib == sqlite::default_cache_kib);
  options.reader_cache_kib = 4000;
  sqlite::Database database(options);
  CHECK(database.read<std::string>({}, cache_size).value() == "-4000");
  CHECK(database.write<std::string>({}, cache_size).value() == "-500");
}
