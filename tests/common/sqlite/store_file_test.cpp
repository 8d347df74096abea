#include "sqlite/store_file.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <string>

#include "fixture.hpp"
#include "support/text.hpp"

using fixture::add;

using support::bytes_of;

namespace {

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};

  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

class Umask {
 public:
  explicit Umask(mode_t mask) : before_(::umask(mask)) {}

  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;

  ~Umask() { ::umask(before_); }

 private:
  mode_t before_;
};

void must_be_unavailable(const std::filesystem::path& path, const std::string& words) {
  sqlite::Database database(fixture::options(path));
  const auto added = add(database, "x");
  REQUIRE_FALSE(added);
  CHECK(added.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(added.error().message, Catch::Contains(path.string()) && Catch::Contains(words));
}

}  // namespace

TEST_CASE("all that a store makes is private, also without a umask", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const Umask none(0);
  const auto path = directory.path() / "one" / "two" / "a.db";
  sqlite::Database database(fixture::options(path));
  REQUIRE(add(database, "x"));
  CHECK(mode_of(path.parent_path()) == 0700);
  CHECK(mode_of(path.parent_path().parent_path()) == 0700);
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    INFO(suffix);
    CHECK(mode_of(path.string() + suffix) == 0600);
  }
}

TEST_CASE("files that others may read become private, a directory is left alone", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  {
    sqlite::Database database(fixture::options(path));
    REQUIRE(add(database, "x"));
  }
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  REQUIRE(::chmod((path.string() + "-wal").c_str(), 0666) == 0);
  REQUIRE(::chmod(directory.path().c_str(), 0755) == 0);
  sqlite::Database database(fixture::options(path));
  CHECK(fixture::must_count(database) == 1);
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(path.string() + "-wal") == 0600);
  CHECK(mode_of(directory.path()) == 0755);
}

TEST_CASE("a file of another program is refused and left as it is", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  auto foreign = fixture::options(path);
  foreign.application_id = 99;
  {
    sqlite::Database database(foreign);
    REQUIRE(add(database, "x"));
  }
  must_be_unavailable(path, "another program");
  sqlite::Database database(foreign);
  CHECK(fixture::must_count(database) == 1);
}

TEST_CASE("a file that is no database is refused and left as it is", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const std::string garbage(5000, 'g');
  const auto path = directory.write("a.db", garbage);
  must_be_unavailable(path, "not a database");
  CHECK(bytes_of(path) == garbage);
}

TEST_CASE("a damaged database is reported and left as it is", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  sqlite::Options options = fixture::options(path);
  options.wal_limits = {.passive_pages = 1, .waiting_pages = 1, .pages_max = 1000};
  {
    sqlite::Database database(options);
    REQUIRE(add(database, "x"));
  }
  std::string bytes = bytes_of(path);
  REQUIRE(bytes.size() >= 8192);
  bytes.replace(100, bytes.size() - 100, bytes.size() - 100, '\x55');
  directory.write("a.db", bytes);
  must_be_unavailable(path, "damaged");
  CHECK(bytes_of(path) == bytes);
}

TEST_CASE("a directory in the place of the file is refused", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "a.db";
  std::filesystem::create_directory(path);
  must_be_unavailable(path, "regular file");
}

TEST_CASE("a file of another user is refused", "[sqlite]") {
  if (::geteuid() != 0) return;  // only root can give a file away
  const support::TemporaryDirectory directory;
  const auto path = directory.write("a.db", "");
  REQUIRE(::chown(path.c_str(), 12345, 12345) == 0);
  must_be_unavailable(path, "12345");
}

TEST_CASE("paths through symbolic links share one lock file", "[sqlite]") {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "real" / "a.db";
  const auto link = directory.path() / "link.db";
  sqlite::Database database(fixture::options(path));
  REQUIRE(add(database, "x"));
  std::filesystem::create_symlink(path, link);
  CHECK(sqlite::prepare_store_file(link).value() == path);
}

TEST_CASE("network file systems are known by their numbers", "[sqlite]") {
  CHECK(sqlite::network_file_system(0x6969) == "nfs");
  CHECK(sqlite::network_file_system(0xFF534D42) == "cifs");
  CHECK(sqlite::network_file_system(0xFE534D42) == "smb2");
  CHECK(sqlite::network_file_system(0x01021997) == "9p");
  CHECK(sqlite::network_file_system(0x00c36400) == "ceph");
  CHECK_FALSE(sqlite::network_file_system(0xEF53));
}
