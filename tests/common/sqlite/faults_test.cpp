// A disk that fails at each call in turn: what was acknowledged stays, what was not is there as a
// whole or not at all, and everything goes on without a restart once the disk is well again.

#include "support/faulty_vfs.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include "fixture.hpp"
#include "support/captured_stderr.hpp"

using fixture::add;
using fixture::must_count;
using support::Fault;
using support::FaultyVfs;
using support::FileCall;

namespace {

/// Each kind of trouble, without the number of the call that meets it.
std::vector<Fault> troubles() {
  return {{},
          {.lasts = true},
          {.calls = {FileCall::write}, .code = support::disk_full},
          {.calls = {FileCall::write}, .code = support::disk_full, .lasts = true},
          {.calls = {FileCall::sync}, .lasts = true},
          {.calls = {FileCall::read}, .lasts = true},
          {.calls = {FileCall::shm}, .lasts = true}};
}

/// For rounds that take long: the call that meets it is of any kind anyway.
std::vector<Fault> few_troubles() {
  return {{}, {.calls = {FileCall::write}, .code = support::disk_full, .lasts = true}};
}

/// Each write adds two rows, so that half of one would show.
base::Result<void> add_pair(sqlite::Database& database, const std::string& name) {
  return database.write<void>({}, [&](sqlite::Connection& connection) -> base::Result<void> {
    TRY(fixture::insert(connection, name + " left"));
    return fixture::insert(connection, name + " right");
  });
}

void must_be_clear(const base::Error& error) {
  INFO(error.message);
  CHECK((error.kind == base::ErrorKind::unavailable || error.kind == base::ErrorKind::busy));
}

/// What happened to the writes of one test.
class Ledger {
 public:
  void note(const std::string& name, const base::Result<void>& written) {
    (written ? acknowledged_ : refused_).insert(name);
    if (!written) must_be_clear(written.error());
  }

  void must_be_kept_by(sqlite::Database& database) const {
    std::set<std::string> found = rows_of(database);
    for (const std::string& name : acknowledged_) {
      INFO(name);
      REQUIRE(found.erase(name + " left") == 1);
      REQUIRE(found.erase(name + " right") == 1);
    }
    for (const std::string& name : refused_) {
      INFO(name);
      REQUIRE(found.erase(name + " left") == found.erase(name + " right"));
    }
    CHECK(found.empty());
    const auto health = database.check();
    REQUIRE(health);
    CHECK(health->integrity == "ok");
  }

  std::size_t refused() const { return refused_.size(); }

 private:
  static std::set<std::string> rows_of(sqlite::Database& database) {
    const auto rows = database.read<std::set<std::string>>(
        {}, [](sqlite::Connection& connection) -> base::Result<std::set<std::string>> {
          auto statement = TRY(connection.prepare("SELECT body FROM note"));
          std::set<std::string> bodies;
          while (TRY(statement.step()))
            bodies.emplace(statement.text(0));
          return bodies;
        });
    INFO((rows ? "" : rows.error().message));
    REQUIRE(rows);
    return *rows;
  }

  std::set<std::string> acknowledged_;
  std::set<std::string> refused_;
};

/// Calls `round` with the fault at the first, second, third ... call, until none is met any more.
/// The round heals the disk itself. Gives the number of rounds with a fault.
template <class Round>
int sweep(FaultyVfs& disk, Fault fault, const Round& round) {
  for (fault.first = 1;; ++fault.first) {
    INFO("fault at call " << fault.first);
    disk.fail(fault);
    round(fault.first);
    disk.heal();
    if (!disk.has_failed()) return fault.first - 1;
    REQUIRE(fault.first < 1000);
  }
}

sqlite::Options limited(const std::filesystem::path& path, sqlite::WalLimits limits) {
  auto options = fixture::options(path);
  options.lock_wait = std::chrono::milliseconds(200);
  options.wal_limits = limits;
  return options;
}

bool is_in_file(const std::filesystem::path& path, const std::string& text) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return bytes.find(text) != std::string::npos;
}

bool holds(const std::filesystem::path& path, const std::string& text) {
  return is_in_file(path, text) || is_in_file(path.string() + "-wal", text);
}

constexpr std::array<sqlite::Migration, 2> note_and_star{
    {{1, "notes", fixture::migrations[0].sql}, {2, "stars", "CREATE TABLE star(x)"}}};

constexpr sqlite::WalLimits usual{};
constexpr sqlite::WalLimits checkpoint_always{.passive_pages = 1};
constexpr sqlite::WalLimits empty_always{.passive_pages = 1, .waiting_pages = 1};
constexpr sqlite::WalLimits empty_before_write{.pages_max = 1};

}  // namespace

TEST_CASE("writes survive a disk that fails anywhere, also while it is checkpointed", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const support::CapturedStderr warnings;
  FaultyVfs disk;
  const auto path = directory.path() / "a.db";
  const auto limits = GENERATE(usual, checkpoint_always, empty_always, empty_before_write);
  const bool checkpoints = limits.passive_pages == 1 || limits.pages_max == 1;
  Ledger ledger;
  int faults = 0, number = 0;
  const auto add_noted = [&](sqlite::Database& database) {
    const std::string name = std::to_string(++number);
    const auto added = add_pair(database, name);
    ledger.note(name, added);
    return static_cast<bool>(added);
  };
  for (const Fault& trouble : troubles()) {
    sqlite::Database database(limited(path, limits));
    REQUIRE(add_noted(database));
    faults += sweep(disk, trouble, [&](int) {
      const bool is_acknowledged = add_noted(database);
      // A checkpoint may fail and be made up for; a write may not.
      if (!checkpoints) CHECK(is_acknowledged != disk.has_failed());
      disk.heal();
      ledger.must_be_kept_by(database);
      REQUIRE(add_noted(database));
      ledger.must_be_kept_by(database);
    });
  }
  CHECK(faults > 10);
  CHECK(ledger.refused() > 0);
  sqlite::Database afresh(fixture::options(path));
  ledger.must_be_kept_by(afresh);
}

TEST_CASE("others write while a writer waits for the disk", "[sqlite]") {
  const support::TemporaryDirectory directory;
  FaultyVfs disk;
  const auto path = directory.path() / "a.db";
  sqlite::Database one(fixture::options(path)), other(fixture::options(path));
  REQUIRE(add(one, "first"));
  REQUIRE(add(other, "second"));
  bool has_written = false;
  disk.fail(
      {.calls = {FileCall::sync}, .code = support::no_fault, .name = "-wal", .meanwhile = [&] {
         has_written = static_cast<bool>(add(other, "meanwhile"));
       }});
  CHECK(add(one, "waits"));
  CHECK(has_written);
  CHECK(must_count(one) == 4);
}

TEST_CASE("also who has found nothing to change waits for the disk", "[sqlite]") {
  const support::TemporaryDirectory directory;
  FaultyVfs disk;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, "there"));
  disk.fail({.calls = {FileCall::sync}, .name = "-wal"});
  const auto looked = database.write<std::int64_t>({}, fixture::count);
  REQUIRE_FALSE(looked);
  must_be_clear(looked.error());
}

TEST_CASE("what the disk did not confirm is told so, and can be read", "[sqlite]") {
  const support::TemporaryDirectory directory;
  FaultyVfs disk;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, "before"));
  disk.fail({.calls = {FileCall::sync}, .name = "-wal"});
  const auto doubted = add(database, "doubted");
  REQUIRE_FALSE(doubted);
  must_be_clear(doubted.error());
  CHECK_THAT(doubted.error().message, Catch::Matchers::Contains("may not outlast a power cut"));
  CHECK(must_count(database) == 2);
  disk.fail({.calls = {FileCall::sync}, .lasts = true});
  CHECK_FALSE(add(database, "on a disk that is still ill"));
  disk.heal();
  CHECK(add(database, "after"));
  CHECK(must_count(database) == 3);
}

TEST_CASE("a log in doubt is written again by the next process, whoever reads meanwhile",
          "[sqlite]") {
  const support::TemporaryDirectory directory;
  FaultyVfs disk;
  const auto path = directory.path() / "a.db";
  auto first = std::make_unique<sqlite::Database>(limited(path, usual));
  REQUIRE(add(*first, "before"));
  sqlite::Database next(limited(path, usual));
  const auto read = next.read<void>({}, [&](sqlite::Connection& snapshot) -> base::Result<void> {
    TRY(fixture::count(snapshot));
    disk.fail({.calls = {FileCall::sync}, .name = "-wal"});
    CHECK_FALSE(add(*first, "doubted"));
    first.reset();
    disk.fail({.calls = {FileCall::write}, .code = support::no_fault, .name = "-wal"});
    CHECK(add(next, "next"));
    CHECK(disk.matching_calls() > 2);  // a commit of this size is one
    return {};
  });
  CHECK(read);
  disk.fail({.calls = {FileCall::write}, .code = support::no_fault, .name = "-wal"});
  CHECK(add(next, "in no doubt"));
  CHECK(disk.matching_calls() == 1);
}

TEST_CASE("a store can be opened and migrated after a disk that failed anywhere", "[sqlite]") {
  const support::CapturedStderr warnings;
  FaultyVfs disk;
  const bool is_fresh = GENERATE(true, false);
  int faults = 0;
  for (const Fault& trouble : few_troubles()) {
    faults += sweep(disk, trouble, [&](int call) {
      const support::TemporaryDirectory directory;
      const auto path = directory.path() / "a.db";
      Ledger ledger;
      disk.heal();
      if (!is_fresh) {
        sqlite::Database older(fixture::options(path));
        ledger.note("older", add_pair(older, "older"));
      }
      Fault fault = trouble;
      fault.first = call;
      disk.fail(fault);
      sqlite::Database database({path, fixture::application_id, note_and_star});
      ledger.note("x", add_pair(database, "x"));
      disk.heal();
      const auto after = add_pair(database, "y");
      INFO((after ? "" : after.error().message));
      REQUIRE(after);
      ledger.note("y", after);
      ledger.must_be_kept_by(database);
      CHECK(database.check()->schema_version == 2);
      CHECK(database.check()->journal_mode == "wal");
    });
  }
  CHECK(faults > 40);
}

TEST_CASE("a read that fails is told, and the next one is right", "[sqlite]") {
  const support::TemporaryDirectory directory;
  FaultyVfs disk;
  const auto path = directory.path() / "a.db";
  constexpr int rows = 40;
  {
    sqlite::Database database(limited(path, checkpoint_always));
    for (int row = 0; row < rows; ++row)
      REQUIRE(add(database, std::string(3000, 'x') + std::to_string(row)));
  }
  const bool is_open_before = GENERATE(true, false);
  int faults = 0;
  for (const Fault& trouble : troubles()) {
    faults += sweep(disk, trouble, [&](int call) {
      disk.heal();
      sqlite::Database database(fixture::options(path));
      if (is_open_before)
        REQUIRE(database.write<void>({}, [](sqlite::Connection&) { return base::Result<void>(); }));
      Fault fault = trouble;
      fault.first = call;
      disk.fail(fault);
      const auto counted = database.read<std::int64_t>({}, fixture::count);
      disk.heal();
      if (counted) CHECK(*counted == rows);
      if (!counted) must_be_clear(counted.error());
      CHECK(must_count(database) == rows);
    });
  }
  CHECK(faults > 20);
  sqlite::Database database(fixture::options(path));
  CHECK(database.check()->integrity == "ok");
  CHECK(add(database, "goes on"));
}

TEST_CASE("erasing traces on a disk that fails loses nothing, and can be repeated", "[sqlite]") {
  const support::CapturedStderr warnings;
  FaultyVfs disk;
  int faults = 0;
  for (const Fault& trouble : few_troubles()) {
    faults += sweep(disk, trouble, [&](int call) {
      disk.heal();
      const support::TemporaryDirectory directory;
      const auto path = directory.path() / "a.db";
      sqlite::Database database(limited(path, usual));
      Ledger ledger;
      ledger.note("kept", add_pair(database, "kept"));
      REQUIRE(add(database, "zanzibarmarker"));
      REQUIRE(database.write<void>({}, [](sqlite::Connection& connection) {
        return connection.run("DELETE FROM note WHERE body = 'zanzibarmarker'");
      }));
      Fault fault = trouble;
      fault.first = call;
      disk.fail(fault);
      const auto erased = database.erase_traces({});
      disk.heal();
      if (!erased) must_be_clear(erased.error());
      ledger.must_be_kept_by(database);
      if (!erased) REQUIRE(database.erase_traces({}));
      CHECK_FALSE(holds(path, "zanzibarmarker"));
      ledger.must_be_kept_by(database);
      REQUIRE(add_pair(database, "after"));
    });
  }
  CHECK(faults > 50);
}

TEST_CASE("a copy is whole or not there, whatever the disk does", "[sqlite]") {
  const support::TemporaryDirectory directory;
  FaultyVfs disk;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, "x"));
  const auto copies = directory.path() / "copies";
  std::filesystem::create_directory(copies);
  int faults = 0;
  for (const Fault& trouble : troubles()) {
    faults += sweep(disk, trouble, [&](int) {
      const auto copied = database.back_up({}, copies / "copy.db");
      disk.heal();
      if (!copied) must_be_clear(copied.error());
      if (copied) {
        sqlite::Database copy(fixture::options(copies / "copy.db"));
        CHECK(must_count(copy) == 1);
        CHECK(copy.check()->integrity == "ok");
      } else {
        CHECK(std::filesystem::is_empty(copies));
      }
      for (const auto& entry : std::filesystem::directory_iterator(copies))
        std::filesystem::remove(entry.path());
      CHECK(must_count(database) == 1);
    });
  }
  CHECK(faults > 10);
}
