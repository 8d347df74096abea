#include "sqlite/gathering_vfs.hpp"

#include <string>
#include <vector>

#include "fixture.hpp"
#include "support/faulty_vfs.hpp"

using fixture::add;
using fixture::must_count;
using fixture::text_of;

namespace {

constexpr std::size_t bytes_in_kib = 1024;

/// So small that a transaction of some rows does not fit.
constexpr int tiny_cache_kib = 20;

sqlite::Connection writing_connection(const std::filesystem::path& path, int cache_kib) {
  return sqlite::Connection::open(
             path, sqlite::Access::read_write, std::chrono::seconds(1), cache_kib)
      .value();
}

/// A transaction that writes to the log before it ends, and reads nothing of that again.
void begin_large(sqlite::Connection& connection, const std::string& name) {
  REQUIRE(connection.run("BEGIN IMMEDIATE"));
  REQUIRE(fixture::insert(connection, name + std::string(100 * bytes_in_kib, '.')));
}

/// As one finds it who opens the file anew.
std::string integrity_of(const std::filesystem::path& path) {
  auto connection = writing_connection(path, sqlite::default_cache_kib);
  return text_of(connection, "PRAGMA integrity_check").value();
}

}  // namespace

TEST_CASE("a commit reaches the log by one write", "[sqlite]") {
  const support::TemporaryDirectory directory;
  support::FaultyVfs disk;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, "first"));
  disk.fail({.calls = {support::FileCall::write}, .first = 1'000'000, .name = "-wal"});
  REQUIRE(add(database, std::string(40 * bytes_in_kib, 'x')));
  CHECK(disk.matching_calls() == 1);
}

TEST_CASE("commits of all sizes are whole", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(fixture::options(path));
  std::int64_t rows = 0;
  for (std::size_t size = 100 * bytes_in_kib; size < 300 * bytes_in_kib; size += 4 * bytes_in_kib)
    REQUIRE(add(database, std::to_string(++rows) + std::string(size, 'x')));
  CHECK(must_count(database) == rows);
  CHECK(integrity_of(path) == "ok");
}

TEST_CASE("what was rolled back never takes the place of another's commit", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(fixture::options(path));
  REQUIRE(add(database, "first"));
  auto mine = writing_connection(path, tiny_cache_kib);
  auto theirs = writing_connection(path, sqlite::default_cache_kib);
  for (int round = 0; round < 5; ++round) {
    // Else rolling back reads a page from the log.
    REQUIRE(theirs.checkpoint(sqlite::Checkpoint::truncate, std::chrono::seconds(1)));
    begin_large(mine, "gone");
    REQUIRE(mine.run("ROLLBACK"));
    begin_large(theirs, "theirs" + std::to_string(round));
    REQUIRE(theirs.run("COMMIT"));
    REQUIRE(fixture::insert(mine, "mine" + std::to_string(round)));
  }
  CHECK(must_count(database) == 1 + 5 * 2);
  CHECK(integrity_of(path) == "ok");
}

TEST_CASE("a commit is seen by others at once, also where nothing is synced", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(fixture::options(path));
  REQUIRE(add(database, "first"));
  auto writer = writing_connection(path, tiny_cache_kib);
  REQUIRE(writer.run("PRAGMA synchronous=OFF"));
  begin_large(writer, "large");
  // A page that is in the log already is written there once more.
  REQUIRE(writer.run("UPDATE note SET body = body || 'again'"));
  REQUIRE(writer.run("COMMIT"));
  CHECK(must_count(database) == 2);
  const auto changed = database.read<std::string>({}, [](sqlite::Connection& connection) {
    return text_of(connection, "SELECT count(*) FROM note WHERE body LIKE '%again'");
  });
  CHECK(changed.value() == "2");
  REQUIRE(fixture::insert(writer, "small"));
  CHECK(must_count(database) == 3);
  CHECK(integrity_of(path) == "ok");
}

TEST_CASE("a log that cannot be written refuses the commit as a whole", "[sqlite]") {
  const support::TemporaryDirectory directory;
  support::FaultyVfs disk;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(fixture::options(path));
  REQUIRE(add(database, "first"));
  auto writer = writing_connection(path, tiny_cache_kib);
  disk.fail({.calls = {support::FileCall::write},
             .code = support::disk_full,
             .lasts = true,
             .name = "-wal"});
  CHECK_FALSE(fixture::insert(writer, std::string(80 * bytes_in_kib, 'x')));
  CHECK(disk.has_failed());
  disk.heal();
  REQUIRE(fixture::insert(writer, "second"));
  CHECK(must_count(database) == 2);
  CHECK(integrity_of(path) == "ok");
}

TEST_CASE("the last write of a commit that has a page twice is waited for", "[sqlite]") {
  const support::TemporaryDirectory directory;
  support::FaultyVfs disk;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(fixture::options(path));
  REQUIRE(add(database, "small"));
  auto writer = std::make_unique<sqlite::Connection>(writing_connection(path, tiny_cache_kib));
  REQUIRE(writer->leave_syncing_to_caller());
  const auto commit_large = [&](int faulty_write) {
    REQUIRE(writer->run("BEGIN IMMEDIATE"));
    REQUIRE(fixture::insert(*writer, std::string(30 * bytes_in_kib, '.')));
    REQUIRE(writer->run("UPDATE note SET body = body || id"));
    disk.fail({.calls = {support::FileCall::write}, .first = faulty_write, .name = "-wal"});
    const bool is_kept = writer->run("COMMIT") && writer->sync_log();
    disk.heal();
    return is_kept;
  };
  REQUIRE(commit_large(1'000'000));
  REQUIRE(writer->run("DELETE FROM note WHERE id > 1"));
  const int writes = disk.matching_calls();
  REQUIRE(writes > 3);
  int faulty_write = writes - 2;
  for (; faulty_write < writes + 20; ++faulty_write) {
    INFO("fault at write " << faulty_write << " of about " << writes);
    const bool is_kept = commit_large(faulty_write);
    CHECK(is_kept != disk.has_failed());
    if (is_kept) break;
    *writer = writing_connection(path, tiny_cache_kib);
    REQUIRE(writer->leave_syncing_to_caller());
    REQUIRE(writer->run("DELETE FROM note WHERE id > 1"));
  }
  CHECK(faulty_write < writes + 20);
  // A commit of one page, right behind it.
  disk.fail({.calls = {support::FileCall::write}, .name = "-wal"});
  CHECK_FALSE((writer->run("UPDATE note SET body = 'tiny' WHERE id = 1") && writer->sync_log()));
  CHECK(disk.has_failed());
  disk.heal();
  CHECK(integrity_of(path) == "ok");
}
