// A file whose schema is newer than this program: read if the newer one allows it, never written.

#include <sys/stat.h>

#include "fixture.hpp"
#include "sqlite/write_lock.hpp"

using fixture::add;
using fixture::must_count;
using fixture::notes;
using fixture::with;

namespace {

constexpr const char* stars = "ALTER TABLE note ADD COLUMN stars INTEGER";
constexpr const char* marks = "ALTER TABLE note ADD COLUMN marks INTEGER";

constexpr std::array<sqlite::Migration, 3> all_readable{
    {{1, "notes", notes}, {2, "stars", stars, true}, {3, "marks", marks, true}}};

constexpr std::array<sqlite::Migration, 3> break_at_two{
    {{1, "notes", notes}, {2, "stars", stars}, {3, "marks", marks, true}}};

constexpr std::array<sqlite::Migration, 3> break_at_three{
    {{1, "notes", notes}, {2, "stars", stars, true}, {3, "marks", marks}}};

using Migrations = std::span<const sqlite::Migration>;

void make_store(const std::filesystem::path& path, Migrations migrations) {
  sqlite::Database database(with(path, migrations));
  REQUIRE(add(database, "x"));
}

template <class T>
void must_refuse(const base::Result<T>& result, const std::string& words) {
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(result.error().message, Catch::Contains(words));
}

/// Does it as the owner of the files, whom permissions bind.
bool as_bound_owner(const std::filesystem::path& directory, const std::function<bool()>& work) {
  if (::geteuid() != 0) return work();
  constexpr uid_t nobody_in_particular = 12345;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    REQUIRE(::chown(entry.path().c_str(), nobody_in_particular, nobody_in_particular) == 0);
  REQUIRE(::chown(directory.c_str(), nobody_in_particular, nobody_in_particular) == 0);
  return fixture::Child([&] { return ::setuid(nobody_in_particular) == 0 && work(); }).succeeded();
}

}  // namespace

TEST_CASE("a newer store that allows it is read but not written", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  make_store(path, all_readable);
  sqlite::Database older(fixture::options(path));
  CHECK(must_count(older) == 1);
  must_refuse(add(older, "y"),
              path.string() +
                  ": has schema version 3, this program knows up to 1: it can be read "
                  "but not written; update this program");
  must_refuse(older.maintain({}, [](sqlite::Connection&) { return base::Result<void>(); }),
              "but not written");
  must_refuse(older.erase_traces({}), "but not written");
  CHECK(must_count(older) == 1);
  const auto health = older.check();
  REQUIRE(health);
  CHECK(health->schema_version == 3);
  CHECK(health->oldest_reader == 1);
}

TEST_CASE("a newer store is refused as a whole by programs that cannot read it", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  make_store(path, break_at_two);
  sqlite::Database older(fixture::options(path));
  const std::string words = "knows up to 1; update this program";
  must_refuse(older.read<std::int64_t>({}, fixture::count), words);
  must_refuse(add(older, "y"), words);
  must_refuse(older.check(), words);
}

TEST_CASE("what the last step allows does not undo what one before it broke", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  make_store(path, break_at_two);
  sqlite::Database second(with(path, Migrations(break_at_two).first(2)));
  CHECK(must_count(second) == 1);
  CHECK(second.check()->oldest_reader == 2);
  must_refuse(add(second, "y"), "but not written");
}

TEST_CASE("the oldest reader follows the steps, also when they are made one by one", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  for (const int known : {1, 2, 3}) {
    make_store(path.string() + std::to_string(known), Migrations(break_at_three).first(3));
    sqlite::Database database(
        with(path, Migrations(break_at_three).first(static_cast<std::size_t>(known))));
    CHECK(database.check()->schema_version == known);
    CHECK(database.check()->oldest_reader == (known == 3 ? 3 : 1));
  }
}

TEST_CASE("a store from before this was noted is for programs of its own version", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  make_store(path, all_readable);
  {
    sqlite::Database database(with(path, all_readable));
    REQUIRE(database.write<void>({}, [](sqlite::Connection& connection) {
      return connection.run("DROP TABLE schema_readers");
    }));
    CHECK(database.check()->oldest_reader == 3);
    CHECK(add(database, "y"));
  }
  sqlite::Database older(fixture::options(path));
  must_refuse(older.read<std::int64_t>({}, fixture::count), "update this program");
}

TEST_CASE("an older program that is running reads on if the newer schema allows it", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database older(fixture::options(path));
  REQUIRE(add(older, "x"));
  CHECK(must_count(older) == 1);
  const bool may_read = GENERATE(true, false);
  const auto migrations = may_read ? Migrations(all_readable) : Migrations(break_at_three);
  sqlite::Database newer(with(path, migrations));
  REQUIRE(older.read<void>({}, [&](sqlite::Connection& connection) -> base::Result<void> {
    CHECK(TRY(fixture::count(connection)) == 1);
    TRY(add(newer, "y"));
    CHECK(TRY(fixture::count(connection)) == 1);
    return {};
  }));
  for (int round = 0; round < 2; ++round) {
    if (may_read) {
      CHECK(must_count(older) == 2);
      must_refuse(add(older, "z"), "but not written");
    } else {
      must_refuse(older.read<std::int64_t>({}, fixture::count), "update this program");
      must_refuse(add(older, "z"), "update this program");
    }
  }
  CHECK(must_count(newer) == 2);
}

TEST_CASE("reading a newer store takes no lock and waits for no writer", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  make_store(path, all_readable);
  sqlite::Database newer(with(path, all_readable));
  REQUIRE(newer.write<void>({}, [&](sqlite::Connection&) -> base::Result<void> {
    sqlite::Database older(fixture::options(path));
    CHECK(must_count(older) == 1);
    return {};
  }));
}

TEST_CASE("a newer store can be read without the right to write it", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  make_store(path, all_readable);
  for (const char* suffix : {"", "-wal", "-shm", ".lock"})
    REQUIRE(::chmod((path.string() + suffix).c_str(), 0400) == 0);
  REQUIRE(::chmod(directory.path().c_str(), 0500) == 0);
  CHECK(as_bound_owner(directory.path(), [&] {
    sqlite::Database older(fixture::options(path));
    const auto counted = older.read<std::int64_t>({}, fixture::count);
    const auto refused = add(older, "y");
    return counted && *counted == 1 && !refused &&
           refused.error().message.find("but not written") != std::string::npos;
  }));
  REQUIRE(::chmod(directory.path().c_str(), 0700) == 0);
}
