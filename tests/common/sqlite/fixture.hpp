#pragma once
// A small store for the tests of this room: rows of text, and processes that use it.

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "sqlite/database.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/temporary_directory.hpp"

namespace fixture {

inline constexpr std::int32_t application_id = 0x54455354;

inline constexpr std::array<sqlite::Migration, 1> migrations{
    {{1, "notes", "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT"}}};

inline sqlite::Options options(const std::filesystem::path& path) {
  return {path, application_id, migrations};
}

/// The SQL of the first migration, for longer lists.
inline constexpr std::string_view notes = migrations[0].sql;

inline sqlite::Options with(const std::filesystem::path& path,
                            std::span<const sqlite::Migration> wanted) {
  return {path, application_id, wanted};
}

inline base::Result<void> insert(sqlite::Connection& connection, const std::string& body) {
  auto statement = TRY(connection.prepare("INSERT INTO note(body) VALUES(?)"));
  TRY(statement.bind(body));
  TRY(statement.step());
  return {};
}

inline base::Result<std::int64_t> count(sqlite::Connection& connection) {
  auto statement = TRY(connection.prepare("SELECT count(*) FROM note"));
  TRY(statement.step());
  return statement.integer(0);
}

inline base::Result<std::string> text_of(sqlite::Connection& connection, std::string_view sql) {
  auto statement = TRY(connection.prepare(sql));
  TRY(statement.step());
  return std::string(statement.text(0));
}

inline base::Result<void> add(sqlite::Database& database, const std::string& body) {
  return database.write<void>(
      {}, [&](sqlite::Connection& connection) { return insert(connection, body); });
}

inline std::int64_t must_count(sqlite::Database& database) {
  auto counted = database.read<std::int64_t>({}, count);
  INFO((counted ? "" : counted.error().message));
  REQUIRE(counted);
  return *counted;
}

/// A forked process: start it before this process opens a database or runs threads.
class Child {
 public:
  explicit Child(const std::function<bool()>& work) : pid_(::fork()) {
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ > 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::_exit(work() ? 0 : 1);
  }

  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

  Child& operator=(Child&&) = delete;

  ~Child() { kill(); }

  pid_t pid() const { return pid_; }

  bool succeeded() {
    const int status = wait();
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    wait();
  }

 private:
  int wait() {
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return status;
  }

  pid_t pid_;
};

}  // namespace fixture
