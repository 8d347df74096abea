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
// A file whose schema is newer than this program knows is read if the newer one allows that, and
// never written.
//
// Errors: `busy` after lock_wait, or if another program locks the file; `unavailable` if the file
// cannot be used, with what to do; `stopped` by the token; and whatever the work returns. After any
// of them the next call tries afresh, so nothing has to be restarted. A write that met a failing
// disk is there as a whole or not at all; if it is, a power cut may still take it back.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "base/result.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/health.hpp"
#include "sqlite/options.hpp"

namespace sqlite {

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

  /// For what cannot run in a transaction: alone like a write, but each statement commits itself.
  /// A transaction that the work leaves open is rolled back.
  base::Result<void> maintain(std::stop_token stop, const Work<void>& work);

  /// After rows were deleted: makes sure that nothing of them is left in the file, its full-text
  /// indexes or its write-ahead log. Writes the whole file twice, and waits up to lock_wait for
  /// readers, also those of other processes. `busy` if they outlast it: then nothing is lost, what
  /// was deleted may still be in the file, and it can be done again. Rowids that are no INTEGER
  /// PRIMARY KEY change. What the disk keeps of bytes that were overwritten is not its concern.
  base::Result<void> erase_traces(std::stop_token stop);

  /// Copies the database to a new file, while others read and write (back_up.hpp). `conflict` if
  /// there is something with this name. Gives the bytes written.
  base::Result<std::uint64_t> back_up(std::stop_token stop, const std::filesystem::path& target);

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
