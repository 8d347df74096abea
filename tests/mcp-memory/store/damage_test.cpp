// A server whose store was damaged, emptied, taken away or cut off from the disk: every call says
// what is wrong and what to do, the file stays as it is, and the server goes on once it is well.

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <random>

#include "books.hpp"
#include "sqlite/connection.hpp"
#include "support/places.hpp"

namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

/// A store that was in use, all of it in its file.
void make_store_and_copy(const fs::path& home, const fs::path& copy) {
  wire::Client client(home);
  for (int number = 0; number < 40; ++number)
    REQUIRE_FALSE(client.call("write_record", sample::decision("Number " + std::to_string(number)))
                      .is_error());
  REQUIRE(wire::run(home, {"backup", copy.string()}).exit_code == 0);
}

/// As a file that came from elsewhere: without a log.
void put_in_place(const fs::path& home, const std::string& bytes) {
  for (const char* suffix : {"", "-wal", "-shm"})
    fs::remove(home / (std::string("memory.db") + suffix));
  put(home / "memory.db", bytes);
}

bool tells_of_damage(const std::string& text) {
  return text.find("memory.db") != std::string::npos &&
         (text.find("damaged; keep the file") != std::string::npos ||
          text.find("not a database; move it away") != std::string::npos);
}

const std::pair<const char*, std::string> calls[] = {
    {"write_record", sample::pattern("After the damage")},
    {"read_records", R"({"limit":100,"budget_tokens":20000})"},
    {"find_records", R"({"query":"number orders postgresql"})"},
    {"brief", "{}"},
    {"memory_status", "{}"}};

struct Damage {
  const char* name;
  std::function<std::string(std::string bytes)> done;
};

const Damage damages[] = {{"every page but the first is noise",
                           [](std::string bytes) {
                             for (std::size_t at = 4096; at < bytes.size(); ++at)
                               bytes[at] = static_cast<char>(at * 7919 + at / 251);
                             return bytes;
                           }},
                          {"the second half is missing",
                           [](std::string bytes) {
                             bytes.resize(bytes.size() / 8192 * 4096);
                             return bytes;
                           }},
                          {"the header is overwritten", [](std::string bytes) {
                             bytes.replace(0, 16, "something else!!");
                             return bytes;
                           }}};

/// Starts the binary as one whom permissions bind, also if this is root.
std::vector<std::string> bound_by_permissions() {
  if (::geteuid() != 0) return {support::memory_server};
  return {
      "/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search", support::memory_server};
}

/// A server behind another command, spoken to as a client does.
class Behind {
 public:
  Behind(std::vector<std::string> words, const fs::path& home)
      : server_(words.front(), {words.begin() + 1, words.end()}, wire::variables(home)) {}

  wire::Reply call(std::string_view tool, std::string_view arguments) {
    server_.send(support::tool_call(++id_, tool, arguments));
    const auto line = server_.read_line();
    if (!line) throw std::runtime_error("no answer; stderr: " + server_.errors());
    return wire::Reply{support::Answer(*line)};
  }

  bool answers_ping() {
    server_.send(support::legacy_request(++id_, "ping"));
    return support::Answer(server_.read_line().value()).error_code() == 0;
  }

  support::ServerProcess& server() { return server_; }

 private:
  support::ServerProcess server_;
  int id_ = 0;
};

}  // namespace

TEST_CASE("a damaged store is told as such, kept as it is, and replaced by a backup") {
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "home";
  const fs::path copy = directory.path() / "copy.db";
  make_store_and_copy(home, copy);
  const std::string good = bytes_of(copy);
  for (const Damage& damage : damages) {
    INFO(damage.name);
    const std::string bad = damage.done(good);
    put_in_place(home, bad);
    wire::Client client(home);
    int told = 0;
    for (const auto& [tool, arguments] : calls) {
      const auto reply = client.call(tool, arguments);
      INFO(tool << ": " << reply.text());
      if (reply.is_error()) CHECK(tells_of_damage(reply.text()));
      told += reply.is_error() ? 1 : 0;
      CHECK(client.answers_ping());
    }
    CHECK(told >= 3);
    const auto doctor = wire::run(home, {"doctor"});
    CHECK(doctor.exit_code == 1);
    CHECK((bytes_of(home / "memory.db") == bad));
    put_in_place(home, good);
    CHECK_FALSE(client.call("write_record", sample::pattern("Well again")).is_error());
    CHECK(wire::all_ids(client).size() == 41);
    books::must_be_sound(home);
  }
}

TEST_CASE("noise in some pages loses no more than what lies there, and never the file") {
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "home";
  const fs::path copy = directory.path() / "copy.db";
  make_store_and_copy(home, copy);
  const std::string good = bytes_of(copy);
  std::mt19937 dice(20261127);
  for (int round = 0; round < 12; ++round) {
    INFO("round " << round);
    std::string bad = good;
    const std::size_t page =
        std::uniform_int_distribution<std::size_t>(1, bad.size() / 4096 - 1)(dice);
    for (std::size_t at = page * 4096; at < (page + 1) * 4096; ++at)
      bad[at] = static_cast<char>(dice());
    put_in_place(home, bad);
    wire::Client client(home);
    for (const auto& [tool, arguments] : calls) {
      const auto reply = client.call(tool, arguments);
      INFO("page " << page << ", " << tool << ": " << reply.text() << reply.answer.error_message());
      if (reply.is_error()) CHECK(tells_of_damage(reply.text()));
      CHECK(client.answers_ping());
    }
    CHECK(wire::run(home, {"doctor"}).exit_code == 1);
    CHECK(bytes_of(home / "memory.db").size() >= bad.size());
    CHECK(fs::exists(home / "memory.db"));
  }
}

TEST_CASE("an empty file becomes a store") {
  const support::TemporaryDirectory home;
  put(home.path() / "memory.db", "");
  wire::Client client(home.path());
  CHECK_FALSE(client.call("brief").is_error());
  CHECK_FALSE(client.call("write_record", sample::decision()).is_error());
  books::must_be_sound(home.path());
}

TEST_CASE("an SQLite file of somebody else is refused and left alone") {
  const support::TemporaryDirectory home;
  const fs::path file = home.path() / "memory.db";
  put(file, "");
  {
    auto connection =
        sqlite::Connection::open(file, sqlite::Access::read_write, std::chrono::milliseconds(100));
    REQUIRE(connection);
    REQUIRE(connection->run("CREATE TABLE bookmarks(url TEXT); INSERT INTO bookmarks VALUES('x')"));
  }
  const std::string before = bytes_of(file);
  wire::Client client(home.path());
  for (const auto& [tool, arguments] : calls) {
    const auto reply = client.call(tool, arguments);
    INFO(tool << ": " << reply.text());
    CHECK(reply.is_error());
    CHECK_THAT(reply.text(),
               Catch::Contains("memory.db") && Catch::Contains("belongs to another program"));
    CHECK(client.answers_ping());
  }
  CHECK((bytes_of(file) == before));
}

TEST_CASE("a pipe in the place of the store is refused at once") {
  const support::TemporaryDirectory home;
  REQUIRE(::mkfifo((home.path() / "memory.db").c_str(), 0600) == 0);
  wire::Client client(home.path());
  const auto reply = client.call("read_records");
  CHECK(reply.is_error());
  CHECK_THAT(reply.text(), Catch::Contains("is not a regular file; name another path"));
}

TEST_CASE("a home that vanishes while it is used is made anew") {
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "home";
  wire::Client client(home);
  REQUIRE_FALSE(client.call("write_record", sample::decision("First")).is_error());
  REQUIRE_FALSE(client.call("read_records").is_error());
  fs::remove_all(home);
  CHECK(client.answers_ping());
  const auto second = client.call("write_record", sample::decision("Second"));
  INFO(second.text());
  REQUIRE_FALSE(second.is_error());
  CHECK(wire::all_ids(client) == std::vector<std::string>{second.member("id")});
  wire::Client other(home);
  CHECK(wire::all_ids(other) == std::vector<std::string>{second.member("id")});
  books::must_be_sound(home);
}

TEST_CASE("a home that is read-only is told with its path, and used as soon as it is not") {
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "home";
  fs::create_directories(home);
  for (const bool has_store : {false, true}) {
    INFO("with a store in it: " << has_store);
    if (has_store) {
      wire::Client author(home);
      REQUIRE_FALSE(author.call("write_record", sample::decision("Kept")).is_error());
    }
    ::chmod(home.c_str(), 0500);
    for (const auto& file : fs::directory_iterator(home))
      ::chmod(file.path().c_str(), 0400);
    Behind behind(bound_by_permissions(), home);
    const auto refused = behind.call("write_record", sample::decision("Refused"));
    INFO(refused.text());
    CHECK(refused.is_error());
    CHECK_THAT(refused.text(), Catch::Contains(home.string()) && Catch::Contains("permissions"));
    CHECK(behind.answers_ping());
    ::chmod(home.c_str(), 0700);
    for (const auto& file : fs::directory_iterator(home))
      ::chmod(file.path().c_str(), 0600);
    const auto written = behind.call("write_record", sample::decision("Taken"));
    INFO(written.text());
    CHECK_FALSE(written.is_error());
  }
  wire::Client reader(home);
  CHECK(wire::all_ids(reader).size() == 2);
}

TEST_CASE("a disk that is really full refuses writes, is read all the same, and recovers") {
  const support::TemporaryDirectory directory;
  const fs::path home = directory.path() / "home";
  fs::create_directories(home);
  const std::string script =
      R"(mount -t tmpfs -o size=2m none "$0" 2>/dev/null || { echo skipped; exit; }; exec "$1")";
  Behind behind({"/usr/bin/unshare",
                 "--mount",
                 "/bin/sh",
                 "-c",
                 script,
                 home.string(),
                 support::memory_server},
                home);
  behind.server().send(support::legacy_request(0, "ping"));
  const auto first = behind.server().read_line();
  const bool may_unshare =
      support::run_to_end("/usr/bin/unshare", {"--mount", "/bin/true"}).exit_code == 0;
  if (!may_unshare || first == "skipped") {
    WARN("skipped: file systems cannot be mounted here");
    return;
  }
  REQUIRE(first);
  const auto kept = behind.call("write_record", sample::decision("Kept"));
  REQUIRE_FALSE(kept.is_error());
  // The way into the mount that only the server sees.
  const fs::path inside =
      fs::path("/proc/" + std::to_string(behind.server().pid()) + "/root") / home.relative_path();
  {
    std::ofstream filler(inside / "filler", std::ios::binary);
    filler << std::string(std::size_t{4} << 20, 'x');
  }
  std::size_t stored = 0;
  wire::Reply refused = behind.call("write_record", sample::decision("Some 0"));
  while (!refused.is_error() && stored < 200)
    refused = behind.call("write_record", sample::decision("Some " + std::to_string(++stored)));
  INFO(refused.text());
  REQUIRE(refused.is_error());
  CHECK_THAT(refused.text(), Catch::Contains("memory.db") && Catch::Contains("space"));
  CHECK(behind.answers_ping());
  const auto read = behind.call("read_records", R"({"limit":100,"budget_tokens":20000})");
  INFO(read.text());
  CHECK_FALSE(read.is_error());
  CHECK(read.structured().find("records").size() == stored + 1);
  fs::remove(inside / "filler");
  const auto after = behind.call("write_record", sample::decision("After"));
  INFO(after.text());
  CHECK_FALSE(after.is_error());
  const auto all = behind.call("read_records", R"({"limit":100,"budget_tokens":20000})");
  CHECK(all.structured().find("records").size() == stored + 2);
}
