#pragma once
// Connection: one open SQLite database with the settings that this suite relies on: write-ahead
// log, synchronous=FULL (a commit is on the disk when it returns, unless told otherwise), foreign
// keys, untrusted schema, no mmap, and never a checkpoint of its own, neither automatic nor on
// close: SQLite before 3.51.3 can corrupt a file when processes checkpoint and commit at once, so
// checkpoints happen under the write lock only.
//
// One thread at a time. Must not be carried across fork().

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>

#include "base/result.hpp"
#include "sqlite/statement.hpp"

struct sqlite3;

namespace sqlite {

/// A shared server has nine connections to one file, and the system caches its pages anyway.
inline constexpr int default_cache_kib = 500;

enum class Access { read_only, read_write };

enum class Checkpoint {
  passive,  ///< moves what no reader needs, waits for nobody
  truncate  ///< waits for readers, then empties the log and its file
};

class Connection {
 public:
  /// The file must exist. `busy_wait` is how long a statement waits for a lock of another process.
  static base::Result<Connection> open(const std::filesystem::path& path,
                                       Access access,
                                       std::chrono::milliseconds busy_wait,
                                       int cache_kib = default_cache_kib);

  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  /// One statement. Statements are cached by their text, so build texts from few constant parts.
  base::Result<Statement> prepare(std::string_view sql);

  /// One cached statement, whose rows nobody wants.
  base::Result<void> execute(std::string_view sql);

  /// One or several statements whose rows nobody wants.
  base::Result<void> run(std::string_view sql);

  /// From now on every statement ends with `stopped` as soon as a stop is requested, also one that
  /// is running. An empty token takes that back.
  void stop_with(std::stop_token stop);

  /// With symbolic links resolved.
  std::filesystem::path path() const;

  bool in_transaction() const;
  std::int64_t last_row_id() const;

  /// Rows changed by the last statement.
  std::int64_t changes() const;

  /// Pages in the write-ahead log after this connection's last commit; 0 before the first.
  std::size_t wal_pages() const;

  /// Only under the write lock. Gives the pages left in the log; `busy` if readers kept it from
  /// being finished within `wait`.
  base::Result<std::size_t> checkpoint(Checkpoint kind, std::chrono::milliseconds wait);

  /// From now on a commit is in the log when it returns, and on the disk after sync_log(). A
  /// checkpoint still syncs what it moves.
  base::Result<void> leave_syncing_to_caller();

  /// Returns when the disk has everything in the log, whoever committed it. After a transaction of
  /// this connection; needs no lock.
  base::Result<void> sync_log();

  /// For those in this room who speak C.
  sqlite3* handle() const;

 private:
  struct State;
  explicit Connection(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

/// Prepares a connection that was just opened, for instance with functions for its statements.
using OnOpen = std::function<base::Result<void>(Connection&)>;

}  // namespace sqlite
