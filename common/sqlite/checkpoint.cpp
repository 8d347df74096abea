#include "sqlite/checkpoint.hpp"

#include "base/format.hpp"
#include "base/log.hpp"

namespace sqlite {
namespace {

/// Every other writer waits for this, too.
constexpr std::chrono::milliseconds patience_with_readers{100};

}  // namespace

base::Result<void> Checkpoints::before_write(Connection& connection) const {
  if (connection.wal_pages() < limits_.pages_max) return {};
  const auto emptied = connection.checkpoint(Checkpoint::truncate, patience_with_readers);
  if (emptied) return {};
  if (emptied.error().kind != base::ErrorKind::busy) return emptied.error();
  return base::busy(
      base::format("the write-ahead log has reached {} pages because some process keeps reading an "
                   "old snapshot; end that process, then try again",
                   connection.wal_pages()));
}

bool Checkpoints::is_due(const Connection& connection) {
  const std::size_t pages = connection.wal_pages();
  const bool log_began_anew = pages < last_pages_;
  if (log_began_anew) next_pages_ = limits_.passive_pages;
  last_pages_ = pages;
  return pages >= next_pages_;
}

void Checkpoints::fold(Connection& connection) {
  // What readers held back this time is not worth asking for at each commit.
  next_pages_ = last_pages_ + limits_.passive_pages;
  const Checkpoint kind =
      last_pages_ < limits_.waiting_pages ? Checkpoint::passive : Checkpoint::truncate;
  const auto done = connection.checkpoint(kind, patience_with_readers);
  if (!done && done.error().kind != base::ErrorKind::busy)
    base::log(base::LogLevel::warning, base::format("checkpoint: {}", done.error().message));
}

}  // namespace sqlite
