#include "mcp-runlog/redaction/key.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <thread>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace {

using Catch::Matchers::Contains;
using support::TemporaryDirectory;

constexpr std::size_t key_bytes = 32;

std::string key_in(const std::filesystem::path& home) {
  const auto key = runlog::redaction_key(home);
  return key ? *key : key.error().message;
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status = {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

std::size_t files_in(const std::filesystem::path& directory) {
  const std::filesystem::directory_iterator files(directory);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

TEST_CASE("a key is made once, and for its owner alone") {
  const TemporaryDirectory directory;
  const auto home = directory.path() / "new" / "home";
  const std::string key = key_in(home);
  CHECK(key.size() == key_bytes);
  CHECK(key_in(home) == key);
  CHECK(mode_of(home / "runlog.key") == 0600);
  CHECK(mode_of(home) == 0700);
  CHECK(files_in(home) == 1);
}

TEST_CASE("two homes have two keys") {
  const TemporaryDirectory one;
  const TemporaryDirectory other;
  CHECK(key_in(one.path()) != key_in(other.path()));
}

TEST_CASE("threads that make the key at once agree") {
  for (int round = 0; round < 20; ++round) {
    const TemporaryDirectory home;
    std::vector<std::string> keys(8);
    std::vector<std::thread> threads;
    for (std::string& key : keys)
      threads.emplace_back([&key, &home] { key = key_in(home.path()); });
    for (std::thread& thread : threads)
      thread.join();
    CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == 1);
    CHECK(keys.front().size() == key_bytes);
    CHECK(files_in(home.path()) == 1);
  }
}

TEST_CASE("processes that make the key at once agree") {
  for (int round = 0; round < 10; ++round) {
    const TemporaryDirectory home;
    std::vector<pid_t> children;
    for (int child = 0; child < 4; ++child) {
      const pid_t pid = ::fork();
      REQUIRE(pid >= 0);
      if (pid == 0) {
        const auto mine = home.path() / ("seen-" + std::to_string(child));
        std::ofstream(mine, std::ios::binary) << key_in(home.path());
        ::_exit(0);
      }
      children.push_back(pid);
    }
    for (const pid_t pid : children) {
      int status = -1;
      REQUIRE(::waitpid(pid, &status, 0) == pid);
      CHECK(status == 0);
    }
    const std::string key = key_in(home.path());
    for (int child = 0; child < 4; ++child) {
      std::ifstream seen(home.path() / ("seen-" + std::to_string(child)), std::ios::binary);
      CHECK(std::string(std::istreambuf_iterator<char>(seen), {}) == key);
    }
    CHECK(files_in(home.path()) == 5);
  }
}

TEST_CASE("what is no key is not taken for one, and not replaced") {
  const TemporaryDirectory home;
  for (const std::string& content : {std::string(), std::string("short"), std::string(33, 'k')}) {
    const auto file = home.write("runlog.key", content);
    CHECK_THAT(key_in(home.path()), Contains("runlog.key does not hold the 32 bytes of a key"));
    CHECK(std::filesystem::file_size(file) == content.size());
  }
}

TEST_CASE("where no key can be made it says so") {
  const TemporaryDirectory directory;
  const auto file = directory.write("file", "x");
  CHECK_THAT(key_in(file / "home"), Contains("cannot be"));
}

}  // namespace
