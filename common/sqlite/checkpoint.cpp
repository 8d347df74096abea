#include "sqlite/checkpoint.hpp"

#include "base/format.hpp"
#include "base/log.hpp"

namespace sqlite {
namespace {

/// Every other writer waits for this, too.
constexpr std::chrono::milliseconds patience_with_readers{100};

}  // namespace

base::Result<void> Checkpoints::before_write(Connection& connection) {
  if (!is_log_doubted_ && connection.wal_pages() < limits_.pages_max) return {};
  const auto emptied = connection.checkpoint(Checkpoint::truncate, patience_with_readers);
  if (emptied) {
    is_log_doubted_ = false;
    return {};
  }
  if (emptied.error().kind != base::ErrorKind::busy) return emptied.error();
  return base::busy(base::format(
      "the write-ahead log {} and some process keeps reading an old snapshot of it; "
      "end that process, then try again",
      is_log_doubted_ ? std::string("has to be emptied, as the disk did not confirm it,")
                      : base::format("has reached {} pages", connection.wal_pages())));
}

void Checkpoints::after_commit(Connection& connection) {
  const std::size_t pages = connection.wal_pages();
  const bool log_began_anew = pages < last_pages_;
  if (log_began_anew) next_pages_ = limits_.passive_pages;
  last_pages_ = pages;
  if (pages < next_pages_) return;
  // What readers held back this time is not worth asking for at each commit.
  next_pages_ = pages + limits_.passive_pages;
  const Checkpoint kind =
      pages < limits_.waiting_pages ? Checkpoint::passive : Checkpoint::truncate;
  const auto done = connection.checkpoint(kind, patience_with_readers);
  if (!done && done.error().kind != base::ErrorKind::busy) {
    base::log(base::LogLevel::warning, base::format("checkpoint: {}", done.error().message));
  }
}

}  // namespace sqlite
