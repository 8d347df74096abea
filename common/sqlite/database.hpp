#pragma once
// Database: one SQLite file that many threads of many processes share. Opened on first use, so that
// constructing one costs nothing; an open that failed is tried again at the next use. Thread-safe.
//
//   database.write<void>(stop, [&](sqlite::Connection& connection) -> base::Result<void> { ... });
//
// A write is alone: it takes a turn in this process, then the lock file, then BEGIN IMMEDIATE. A
// read is one snapshot, and waits for nobody but the first open. The work runs once. It must not
// start another write of the same database; a read may be started anywhere.
//
// Errors: `busy` after lock_wait, or if another program locks the file; `unavailable` if the file
// cannot be used, with what to do; `stopped` by the token; and whatever the work returns.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "base/result.hpp"
#include "sqlite/checkpoint.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/health.hpp"
#include "sqlite/migration.hpp"

namespace sqlite {

struct Options {
  std::filesystem::path path;
  std::int32_t application_id;            ///< not 0; tells this program's files from others
  std::span<const Migration> migrations;  ///< must outlive the Database
  std::chrono::milliseconds lock_wait{10'000};
  WalLimits wal_limits{};
};

template <class T>
using Work = std::function<base::Result<T>(Connection&)>;

class Database {
 public:
  explicit Database(Options options);
  ~Database();

  /// Returns after a durable commit. Nothing is kept if the work gives an error or is stopped.
  template <class T>
  base::Result<T> write(std::stop_token stop, const Work<T>& work) {
    return carry<T>(work, [&](const Work<void>& plain) { return write_plain(stop, plain); });
  }

  template <class T>
  base::Result<T> read(std::stop_token stop, const Work<T>& work) {
    return carry<T>(work, [&](const Work<void>& plain) { return read_plain(stop, plain); });
  }

  base::Result<Health> check(std::stop_token stop = {});

 private:
  struct State;

  /// Carries a value out of `run`, which knows of no values and is compiled once.
  template <class T, class Run>
  static base::Result<T> carry(const Work<T>& work, Run run) {
    if constexpr (std::is_void_v<T>) {
      return run(work);
    } else {
      std::optional<T> value;
      const Work<void> plain = [&](Connection& connection) -> base::Result<void> {
        value.emplace(TRY(work(connection)));
        return {};
      };
      TRY(run(plain));
      return std::move(*value);
    }
  }

  base::Result<void> write_plain(const std::stop_token& stop, const Work<void>& work);
  base::Result<void> read_plain(const std::stop_token& stop, const Work<void>& work);

  std::unique_ptr<State> state_;
};

}  // namespace sqlite
