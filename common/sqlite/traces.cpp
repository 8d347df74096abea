#include "sqlite/traces.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "sqlite/error.hpp"
#include "sqlite/full_text.hpp"

namespace sqlite {
namespace {

constexpr std::chrono::milliseconds between_looks_at_stop{50};

/// SQLite does not wait for the checkpoint of a program that knows nothing of the lock file.
void pause(const std::stop_token& stop) {
  constexpr std::chrono::milliseconds moment{2};
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock<std::mutex> lock(mutex);
  stopped.wait_for(lock, stop, moment, [] { return false; });
}

base::Error kept_by_readers(const Connection& connection) {
  return base::busy(base::format(
      "{}-wal: some process keeps reading an old snapshot, so what was deleted may still be in the "
      "file; wait for it or end it, then try again",
      connection.path().native()));
}

base::Result<void> empty_log(Connection& connection,
                             const std::stop_token& stop,
                             std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto emptied = connection.checkpoint(Checkpoint::truncate, between_looks_at_stop);
    if (emptied) return {};
    if (emptied.error().kind != base::ErrorKind::busy) return emptied.error();
    if (stop.stop_requested()) return stopped_error();
    if (std::chrono::steady_clock::now() >= deadline) return kept_by_readers(connection);
    pause(stop);
  }
}

}  // namespace

base::Result<void> erase_traces(Connection& connection,
                                const std::stop_token& stop,
                                std::chrono::milliseconds patience) {
  // A reader that would keep the log is better known before all of the file is in it once more.
  TRY(empty_log(connection, stop, patience));
  const std::vector<std::string> tables = TRY(full_text_tables(connection));
  for (const std::string& table : tables)
    TRY(optimize_full_text(connection, table));
  TRY(connection.run("VACUUM"));
  return empty_log(connection, stop, patience);
}

}  // namespace sqlite
