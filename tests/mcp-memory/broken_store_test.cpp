// A store that cannot be used is a tool error with what to do; the server lives on, and works as
// soon as the cause is gone.

#include <sys/stat.h>
#include <unistd.h>

#include <functional>

#include "sqlite/database.hpp"
#include "wire.hpp"

namespace fs = std::filesystem;

namespace {

struct Cause {
  const char* name;
  std::function<void(const fs::path& home)> make;
  std::function<void(const fs::path& home)> repair;
  std::vector<std::string> says;  ///< what the error must hold
};

void make_database(const fs::path& path, std::int32_t application_id, int versions) {
  std::vector<sqlite::Migration> migrations;
  for (int version = 1; version <= versions; ++version)
    migrations.push_back({version, "other", "SELECT 1"});
  fs::create_directories(path.parent_path());
  sqlite::Database database(
      {.path = path, .application_id = application_id, .migrations = migrations});
  REQUIRE(database.check());
}

void remove_store(const fs::path& home) {
  fs::remove_all(home);
}

const Cause causes[] = {
    {"the home is a file",
     [](const fs::path& home) { std::ofstream(home) << "not a directory"; },
     remove_store,
     {"home", "director"}},
    {"the store is a directory",
     [](const fs::path& home) { fs::create_directories(home / "memory.db"); },
     remove_store,
     {"memory.db", "regular file"}},
    {"the store is garbage",
     [](const fs::path& home) {
       fs::create_directories(home);
       std::ofstream(home / "memory.db") << std::string(20'000, 'x');
     },
     remove_store,
     {"memory.db", "not a database"}},
    {"the store belongs to another program",
     [](const fs::path& home) { make_database(home / "memory.db", 0x1234, 1); },
     remove_store,
     {"memory.db", "another program"}},
    {"the store has a newer schema",
     [](const fs::path& home) { make_database(home / "memory.db", 0x61736D4D, 99); },
     remove_store,
     {"memory.db", "99"}},
    {"the home cannot be made",
     [](const fs::path& home) { fs::create_symlink("/proc/no-such-place", home); },
     remove_store,
     {"home", "check the path"}},
};

const std::pair<const char*, std::string> calls[] = {
    {"write_record", sample::decision()},
    {"read_records", "{}"},
    {"find_records", R"({"query":"orders"})"},
    {"get_record", R"({"id":"01938a6e-7c00-7000-8000-000000000000"})"},
    {"brief", "{}"}};

}  // namespace

TEST_CASE("a store that cannot be used is an error in clear words, until it can be used") {
  for (const Cause& cause : causes) {
    INFO(cause.name);
    const support::TemporaryDirectory directory;
    const fs::path home = directory.path() / "home";
    cause.make(home);
    wire::Client client(home);
    for (const auto& [tool, arguments] : calls) {
      const auto reply = client.call(tool, arguments);
      INFO(tool << ": " << reply.text());
      CHECK(reply.is_error());
      for (const std::string& words : cause.says)
        CHECK_THAT(reply.text(), Catch::Contains(words));
      CHECK(client.answers_ping());
    }
    CHECK(wire::run(home, {"doctor"}).exit_code == 1);
    cause.repair(home);
    const auto stored = client.call("write_record", sample::decision());
    INFO(stored.text());
    REQUIRE_FALSE(stored.is_error());
    CHECK(client.call("get_record", R"({"id":")" + stored.member("id") + R"("})").member("id") ==
          stored.member("id"));
    CHECK(wire::run(home, {"doctor"}).exit_code == 0);
  }
}

TEST_CASE("a home without the right to write is an error until it has it") {
  if (::geteuid() == 0) {
    WARN("skipped: root may write anywhere");
    return;
  }
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "home";
  fs::create_directories(home);
  ::chmod(home.c_str(), 0500);
  wire::Client client(home);
  const auto refused = client.call("write_record", sample::decision());
  CHECK(refused.is_error());
  CHECK_THAT(refused.text(), Catch::Contains("permission"));
  ::chmod(home.c_str(), 0700);
  CHECK_FALSE(client.call("write_record", sample::decision()).is_error());
}

TEST_CASE("a store that vanishes or is replaced while it is used goes on anew") {
  const support::TemporaryDirectory home;
  wire::Client client(home.path());
  REQUIRE_FALSE(client.call("write_record", sample::decision("First")).is_error());
  for (const char* suffix : {"", "-wal", "-shm"})
    fs::remove(home.path() / (std::string("memory.db") + suffix));
  const auto second = client.call("write_record", sample::decision("Second"));
  INFO(second.text());
  REQUIRE_FALSE(second.is_error());
  wire::Client other(home.path());
  CHECK(wire::all_ids(other) == std::vector<std::string>{second.member("id")});
  CHECK(wire::all_ids(client) == std::vector<std::string>{second.member("id")});
}

TEST_CASE("the store is for its user alone") {
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "new";
  wire::Client client(home);
  REQUIRE_FALSE(client.call("write_record", sample::decision()).is_error());
  const auto others = fs::perms::group_all | fs::perms::others_all;
  CHECK((fs::status(home).permissions() & others) == fs::perms::none);
  for (const auto& file : fs::directory_iterator(home)) {
    INFO(file.path());
    CHECK((file.status().permissions() & others) == fs::perms::none);
  }
}
