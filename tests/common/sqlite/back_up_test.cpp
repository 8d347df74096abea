#include "sqlite/back_up.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "fixture.hpp"
#include "support/text.hpp"

using fixture::add;
using fixture::must_count;

using support::bytes_of;

namespace {

std::size_t files_in(const std::filesystem::path& directory) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(directory), {}));
}

}  // namespace

TEST_CASE("a copy can take the place of the original", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db", copy = directory.path() / "copies" / "a.db";
  std::filesystem::create_directory(copy.parent_path());
  {
    sqlite::Database database(fixture::options(path));
    REQUIRE(add(database, "in the copy"));
    const auto bytes = database.back_up({}, copy);
    REQUIRE(bytes);
    CHECK(*bytes == std::filesystem::file_size(copy));
    REQUIRE(add(database, "too late"));
  }
  CHECK(files_in(copy.parent_path()) == 1);

  struct stat status {};

  REQUIRE(::stat(copy.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
  for (const char* suffix : {"-wal", "-shm"})
    std::filesystem::remove(path.string() + suffix);
  std::filesystem::rename(copy, path);
  {
    auto raw = sqlite::Connection::open(path, sqlite::Access::read_only, std::chrono::seconds(1));
    REQUIRE(raw);
    CHECK(fixture::text_of(*raw, "PRAGMA journal_mode").value() == "wal");
    CHECK(fixture::text_of(*raw, "PRAGMA application_id").value() ==
          std::to_string(fixture::application_id));
    CHECK(fixture::text_of(*raw, "PRAGMA user_version").value() == "1");
  }
  sqlite::Database restored(fixture::options(path));
  CHECK(must_count(restored) == 1);
  CHECK(restored.check()->integrity == "ok");
  CHECK(add(restored, "goes on"));
}

TEST_CASE("a name that is taken is refused, whatever it is", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, "x"));
  const auto taken = directory.path() / "taken";
  SECTION("a file") {
    directory.write("taken", "mine");
  }
  SECTION("a directory") {
    std::filesystem::create_directory(taken);
  }
  SECTION("a link that leads nowhere") {
    std::filesystem::create_symlink("nowhere", taken);
  }
  const auto files_before = files_in(directory.path());
  const auto refused = database.back_up({}, taken);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::conflict);
  CHECK_THAT(refused.error().message, Catch::Contains(taken.string()));
  CHECK(files_in(directory.path()) == files_before);
  if (std::filesystem::is_regular_file(taken)) CHECK(bytes_of(taken) == "mine");
}

TEST_CASE("a copy that cannot be made leaves nothing", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto copy = directory.path() / "copy.db";
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, std::string(500'000, 'x')));
  const auto files_before = files_in(directory.path());
  SECTION("there is no such directory") {
    const auto failed = database.back_up({}, directory.path() / "none" / "copy.db");
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == base::ErrorKind::unavailable);
    CHECK_THAT(failed.error().message, Catch::Contains("none/copy.db"));
  }
  SECTION("the disk is full") {
    // In a process of its own: the limit is one of the process.
    const bool told = fixture::Child([&] {
                        ::signal(SIGXFSZ, SIG_IGN);
                        const rlimit small{100'000, 100'000};
                        auto connection = sqlite::Connection::open(
                            directory.path() / "a.db", sqlite::Access::read_only, {});
                        if (!connection || ::setrlimit(RLIMIT_FSIZE, &small) != 0) return false;
                        const auto failed = sqlite::back_up(*connection, copy);
                        return !failed && failed.error().kind == base::ErrorKind::unavailable &&
                               failed.error().message.starts_with(copy.string());
                      }).succeeded();
    CHECK(told);
  }
  SECTION("it is stopped") {
    std::stop_source stop;
    stop.request_stop();
    CHECK(database.back_up(stop.get_token(), copy).error().kind == base::ErrorKind::stopped);
  }
  CHECK(files_in(directory.path()) == files_before);
  CHECK(must_count(database) == 1);
  CHECK(database.back_up({}, copy));
}

TEST_CASE("a copy holds no deleted text", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto copy = directory.path() / "copy.db";
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(add(database, "kept"));
  REQUIRE(add(database, "zanzibarmarker"));
  REQUIRE(database.write<void>({}, [](sqlite::Connection& connection) {
    return connection.run("DELETE FROM note WHERE body = 'zanzibarmarker'");
  }));
  REQUIRE(database.back_up({}, copy));
  CHECK(bytes_of(copy).find("kept") != std::string::npos);
  CHECK(bytes_of(copy).find("zanzibarmarker") == std::string::npos);
}

TEST_CASE("a copy is one moment of the original while others write", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  std::atomic<bool> all_added{true};
  {
    // Two rows at a time: half a write would make an odd number.
    std::jthread writer([&](const std::stop_token& stop) {
      for (int row = 0; !stop.stop_requested(); row += 2) {
        const auto added =
            database.write<void>({}, [&](sqlite::Connection& connection) -> base::Result<void> {
              TRY(fixture::insert(connection, std::to_string(row)));
              return fixture::insert(connection, std::to_string(row + 1));
            });
        if (!added) all_added = false;
      }
    });
    for (int round = 0; round < 5; ++round) {
      const auto copy = directory.path() / ("copy" + std::to_string(round));
      const auto seen_before = must_count(database);
      REQUIRE(database.back_up({}, copy));
      sqlite::Database copied(fixture::options(copy));
      CHECK(must_count(copied) >= seen_before);
      CHECK(must_count(copied) % 2 == 0);
      CHECK(copied.check()->integrity == "ok");
    }
  }
  CHECK(all_added);
}
