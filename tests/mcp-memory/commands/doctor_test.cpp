// What doctor finds in stores that are not in order, and what it mends.

#include "full_memory.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/write_lock.hpp"

namespace {

struct DoctorFixture {
  support::TemporaryDirectory home;
  desk::Desk desk{home.path()};
  moving::Known known = moving::fill(desk);

  std::filesystem::path file() const { return home.path() / "memory.db"; }

  support::Finished doctor(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), "doctor");
    return wire::run(home.path(), more, {{"AGENT_NAME", "devbot"}});
  }

  /// Statements of another program.
  void run(const std::string& sql) const {
    auto connection = sqlite::Connection::open(
        file(), sqlite::Access::read_write, std::chrono::milliseconds(1000));
    REQUIRE(connection);
    const auto done = connection->run(sql);
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
  }

  std::string find(const std::string& question) const {
    return moving::joined(wire::run(home.path(), {"find", question}).lines);
  }
};

/// Each finding's mark and name.
std::string outline(const support::Finished& finished) {
  std::string text;
  for (const std::string& line : finished.lines)
    text += line.substr(0, 15) + "\n";
  return text;
}

}  // namespace

TEST_CASE_METHOD(DoctorFixture, "doctor finds a healthy store in order, fact by fact") {
  const auto finished = doctor();
  CHECK(finished.exit_code == 0);
  CHECK(finished.errors.empty());
  CHECK(outline(finished) ==
        "ok  agent      \nok  team       \nok  project    \nok  store      \nok  integrity  \n"
        "ok  durability \nok  privacy    \nok  write lock \nok  sqlite     \nok  search     \n");
  const std::string text = moving::joined(finished.lines);
  for (const char* fact : {"devbot",
                           "schema 4",
                           "on disk before it is acknowledged",
                           "file mode 600",
                           "free",
                           "the full-text index fits the records"})
    CHECK_THAT(text, Catch::Contains(fact));
}

TEST_CASE_METHOD(DoctorFixture, "doctor notices a damaged index, and --repair makes it anew") {
  const std::string aliased =
      desk.write(sample::with(sample::decision("In part"), "aliases", R"(["ERR_0x80070005"])"));
  const std::vector<std::string> damages = {
      "DELETE FROM record_words_data WHERE id > 10",
      "DELETE FROM record_fragments_data WHERE id > 10",
      "INSERT INTO record_words (rowid, title) VALUES (4711, 'of no record')",
      "INSERT INTO record_fragments (record_fragments) VALUES ('delete-all')",
      "DELETE FROM record_words_data",
      "UPDATE record_fragments_data SET block = zeroblob(40) WHERE id > 10"};
  for (const std::string& damage : damages) {
    INFO(damage);
    run(damage);
    const auto damaged = doctor();
    CHECK(damaged.exit_code == 1);
    CHECK_THAT(moving::joined(damaged.lines),
               Catch::Contains("!!  search") && Catch::Contains("doctor --repair"));
    const auto repaired = doctor({"--repair"});
    INFO(repaired.errors);
    CHECK(repaired.exit_code == 0);
    CHECK_THAT(moving::joined(repaired.lines), Catch::Contains("made anew from 12 revisions"));
    CHECK(doctor().exit_code == 0);
    CHECK_THAT(find("third choice"), Catch::Contains(known.newest));
    CHECK_THAT(find("0x8007000"), Catch::Contains(aliased));
  }
}

TEST_CASE_METHOD(DoctorFixture, "doctor names a schema newer than this program") {
  run("PRAGMA user_version = 9");
  const auto readable = doctor();
  CHECK(readable.exit_code == 1);
  CHECK_THAT(moving::joined(readable.lines),
             Catch::Contains("schema 9") && Catch::Contains("it can be read but not written") &&
                 Catch::Contains("update this program"));
  run("UPDATE schema_readers SET oldest_reader = 9");
  const auto refused = doctor();
  CHECK(refused.exit_code == 1);
  CHECK_THAT(moving::joined(refused.lines),
             Catch::Contains("!!  store") && Catch::Contains("has schema version 9") &&
                 Catch::Contains("update this program"));
  CHECK(doctor({"--repair"}).exit_code == 1);
}

TEST_CASE_METHOD(DoctorFixture, "doctor names who holds the write lock") {
  sqlite::WriteLock lock(file());
  const auto held = lock.take({}, std::chrono::steady_clock::now() + std::chrono::seconds(5));
  REQUIRE(held);
  const auto finished = doctor();
  CHECK_THAT(moving::joined(finished.lines),
             Catch::Contains("held by process " + std::to_string(::getpid())));
  CHECK_THAT(moving::joined(finished.lines), Catch::Contains("ok  store"));
}

TEST_CASE_METHOD(DoctorFixture,
                 "a store that others could read is private as soon as doctor has opened it") {
  std::filesystem::permissions(file(), std::filesystem::perms(0644));
  const auto finished = doctor();
  CHECK(finished.exit_code == 0);
  CHECK_THAT(moving::joined(finished.lines), Catch::Contains("file mode 600"));
  CHECK((std::filesystem::status(file()).permissions() & std::filesystem::perms(0077)) ==
        std::filesystem::perms::none);
}

TEST_CASE_METHOD(DoctorFixture, "doctor says that RUN_ID is none") {
  const auto finished = wire::run(home.path(), {"doctor"}, {{"RUN_ID", "tuesday"}});
  CHECK(finished.exit_code == 1);
  CHECK_THAT(moving::joined(finished.lines), Catch::Contains("!!  run"));
}
