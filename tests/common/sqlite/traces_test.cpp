// Work outside a transaction, and above all: what was deleted leaves no trace in the file.

#include "sqlite/traces.hpp"

#include <fstream>
#include <iterator>
#include <thread>

#include "base/fd.hpp"
#include "fixture.hpp"

using fixture::Child;
using fixture::must_count;

namespace {

constexpr const char* marker = "zanzibarmarker";

constexpr std::array<sqlite::Migration, 1> searchable{
    {{1,
      "notes",
      "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT;"
      "CREATE VIRTUAL TABLE words USING fts5(body, content=note, content_rowid=id)"}}};

sqlite::Options options(const std::filesystem::path& path) {
  return {path, fixture::application_id, searchable};
}

bool holds_marker(const std::filesystem::path& path) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::ifstream file(path.string() + suffix, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.find(marker) != std::string::npos) return true;
  }
  return false;
}

base::Result<void> insert(sqlite::Connection& connection, const std::string& body) {
  TRY(fixture::insert(connection, body));
  return connection.run(
      "INSERT INTO words(rowid, body) SELECT id, body FROM note"
      " WHERE id = last_insert_rowid()");
}

base::Result<void> add_row(sqlite::Database& database, const std::string& body) {
  return database.write<void>(
      {}, [&](sqlite::Connection& connection) { return insert(connection, body); });
}

base::Result<void> forget_marked_in(sqlite::Connection& connection) {
  const std::string marked = std::string(" FROM note WHERE body LIKE '%") + marker + "%'";
  TRY(connection.run("INSERT INTO words(words, rowid, body) SELECT 'delete', id, body" + marked));
  return connection.run("DELETE" + marked);
}

base::Result<void> forget_marked(sqlite::Database& database) {
  return database.write<void>({}, forget_marked_in);
}

void add_notes(sqlite::Database& database, int first) {
  for (int row = first; row < first + 30; ++row)
    REQUIRE(add_row(database, "note number " + std::to_string(row)));
  REQUIRE(add_row(database, "the " + std::string(marker) + " of " + std::to_string(first)));
}

std::uintmax_t wal_bytes(const std::filesystem::path& path) {
  return std::filesystem::file_size(path.string() + "-wal");
}

/// A process that reads an old snapshot until its end of the pipe is closed.
Child reader_until_closed(const std::filesystem::path& path, int told, int tell, int other_end) {
  return Child([=] {
    ::close(other_end);
    sqlite::Database database(options(path));
    return static_cast<bool>(
        database.read<void>({}, [&](sqlite::Connection& connection) -> base::Result<void> {
          TRY(fixture::count(connection));
          char byte = 'r';
          if (::write(tell, &byte, 1) != 1) return base::internal("nobody listens");
          static_cast<void>(::read(told, &byte, 1));
          return {};
        }));
  });
}

}  // namespace

TEST_CASE("deleted text is in no byte of the files after its traces were erased", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(options(path));
  add_notes(database, 0);
  add_notes(database, 100);
  CHECK(holds_marker(path));
  REQUIRE(forget_marked(database));
  CHECK(holds_marker(path));
  REQUIRE(database.erase_traces({}));
  CHECK_FALSE(holds_marker(path));
  CHECK(wal_bytes(path) == 0);
  CHECK(must_count(database) == 60);
  CHECK(database.check()->integrity == "ok");
  add_notes(database, 200);
  CHECK(must_count(database) == 91);
}

TEST_CASE("words of deleted rows are not kept by the index either", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(options(path));
  SECTION("in one piece before") {
    add_notes(database, 0);
    REQUIRE(database.erase_traces({}));
    CHECK(holds_marker(path));
  }
  SECTION("added and deleted at once") {
    REQUIRE(database.write<void>({}, [](sqlite::Connection& connection) -> base::Result<void> {
      TRY(insert(connection, marker));
      return forget_marked_in(connection);
    }));
  }
  SECTION("the only row") {
    REQUIRE(add_row(database, marker));
  }
  REQUIRE(forget_marked(database));
  REQUIRE(database.erase_traces({}));
  CHECK_FALSE(holds_marker(path));
}

TEST_CASE("a reader of this process does not keep traces from being erased once it is done",
          "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Database database(options(path));
  add_notes(database, 0);
  std::jthread eraser;
  REQUIRE(database.read<void>({}, [&](sqlite::Connection& connection) -> base::Result<void> {
    TRY(fixture::count(connection));
    TRY(forget_marked(database));
    eraser = std::jthread([&] { CHECK(database.erase_traces({})); });
    CHECK(support::eventually([&] { return database.check()->is_write_locked; }));
    CHECK(TRY(fixture::count(connection)) == 31);
    return {};
  }));
  eraser.join();
  CHECK_FALSE(holds_marker(path));
}

TEST_CASE("a reader that lasts is told, costs nothing, and the erasing can be repeated",
          "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  {
    sqlite::Database database(options(path));
    add_notes(database, 0);
  }
  int to_child[2], from_child[2];
  REQUIRE(::pipe(to_child) == 0);
  REQUIRE(::pipe(from_child) == 0);
  const base::Fd child_hears(to_child[0]), we_hear(from_child[0]), child_tells(from_child[1]);
  base::Fd we_tell(to_child[1]);
  Child reader = reader_until_closed(path, to_child[0], from_child[1], to_child[1]);
  char byte = 0;
  REQUIRE(::read(we_hear.number(), &byte, 1) == 1);

  auto impatient = options(path);
  impatient.lock_wait = std::chrono::milliseconds(100);
  sqlite::Database database(impatient);
  REQUIRE(forget_marked(database));
  const auto refused = database.erase_traces({});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::busy);
  CHECK_THAT(refused.error().message,
             Catch::Contains("keeps reading") && Catch::Contains("try again"));
  CHECK(must_count(database) == 30);
  CHECK(add_row(database, "meanwhile"));
  std::stop_source stop;
  stop.request_stop();
  CHECK(database.erase_traces(stop.get_token()).error().kind == base::ErrorKind::stopped);

  we_tell.reset();
  CHECK(reader.succeeded());
  REQUIRE(database.erase_traces({}));
  CHECK_FALSE(holds_marker(path));
  CHECK(must_count(database) == 31);
}

TEST_CASE("maintenance is alone, outside a transaction", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(fixture::add(database, "x"));
  REQUIRE(database.maintain({}, [&](sqlite::Connection& connection) -> base::Result<void> {
    CHECK_FALSE(connection.in_transaction());
    CHECK(TRY(database.check()).is_write_locked);
    TRY(fixture::insert(connection, "kept"));
    TRY(connection.run("BEGIN"));
    return fixture::insert(connection, "left open, so rolled back");
  }));
  CHECK(must_count(database) == 2);
  CHECK(fixture::add(database, "y"));
}

TEST_CASE("what maintenance does not manage is told, and writes go on", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  const auto failed = database.maintain(
      {}, [](sqlite::Connection&) -> base::Result<void> { return base::not_found("nothing"); });
  CHECK(failed.error().kind == base::ErrorKind::not_found);
  CHECK_THROWS(database.maintain({}, [](sqlite::Connection& connection) -> base::Result<void> {
    TRY(connection.run("BEGIN"));
    throw std::runtime_error("bug");
  }));
  CHECK(fixture::add(database, "x"));
}
