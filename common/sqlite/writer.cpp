#include "sqlite/writer.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "base/format.hpp"
#include "sqlite/log_rewriting.hpp"

namespace sqlite {
namespace {

/// Ends the transaction, if it was not committed, also when the work throws.
class Rollback {
 public:
  explicit Rollback(Connection& connection) : connection_(connection) {}

  Rollback(const Rollback&) = delete;
  Rollback& operator=(const Rollback&) = delete;

  ~Rollback() {
    connection_.stop_with({});
    if (connection_.in_transaction()) static_cast<void>(connection_.execute("ROLLBACK"));
  }

 private:
  Connection& connection_;
};

}  // namespace

Writer::Writer(const Options& options,
               std::filesystem::path path,
               FileId file,
               Connection connection)
    : schema_{options.application_id, options.migrations, options.complete},
      path_(std::move(path)),
      file_(file),
      lock_(path_),
      connection_(std::move(connection)),
      checkpoints_(options.wal_limits) {}

base::Result<Writer> Writer::open(const Options& options,
                                  const std::stop_token& stop,
                                  Deadline deadline) {
  std::filesystem::path path = TRY(prepare_store_file(options.path));
  Connection connection = TRY(Connection::open(path, Access::read_write, options.lock_wait));
  const std::optional<FileId> file = file_id(path);
  if (!file) return base::busy(base::format("{}: vanished; try again", path.native()));
  if (options.on_open) TRY(options.on_open(connection));
  Writer writer(options, path, *file, std::move(connection));
  const Standing standing = TRY(standing_of(writer.connection_, path, writer.schema_));
  writer.is_newer_ = standing == Standing::newer;
  if (standing == Standing::outdated) TRY(writer.bring_up_to_date(stop, deadline));
  TRY(writer.connection_.leave_syncing_to_caller());
  return writer;
}

base::Result<void> Writer::bring_up_to_date(const std::stop_token& stop, Deadline deadline) {
  const auto held = TRY(lock_.take(stop, deadline));
  TRY(make_log_sound());
  auto done = migrate(connection_, path_, schema_);
  if (done) done = fold_log();
  if (!done) doubt_log();
  return done;
}

base::Result<void> Writer::check_schema() {
  if (!is_newer_) return {};
  return check_writable(connection_, path_, schema_.version());
}

base::Result<void> Writer::transact(const PlainWork& work,
                                    const std::stop_token& stop,
                                    Deadline deadline) {
  TRY(commit_under_lock(work, stop, deadline));
  return wait_for_disk();
}

base::Result<void> Writer::commit_under_lock(const PlainWork& work,
                                             const std::stop_token& stop,
                                             Deadline deadline) {
  const auto held = TRY(lock_.take(stop, deadline));
  TRY(make_log_sound());
  TRY(checkpoints_.before_write(connection_));
  TRY(commit_or_roll_back(work, stop));
  return fold_log();
}

/// What is written behind a gap in the log would be lost with it.
base::Result<void> Writer::make_log_sound() {
  if (!lock_.is_log_doubted()) return {};
  TRY(write_log_again(connection_));
  lock_.trust_log();
  return {};
}

/// A checkpoint syncs the log itself, and of an error of the disk whoever syncs first is told,
/// once. So the commit is waited for before.
base::Result<void> Writer::fold_log() {
  if (!checkpoints_.is_due(connection_)) return {};
  TRY(wait_for_disk());
  checkpoints_.fold(connection_);
  return {};
}

/// Also after work that has found nothing to change: what it has found may be somebody's who still
/// waits.
base::Result<void> Writer::wait_for_disk() {
  const auto synced = connection_.sync_log();
  if (synced) return {};
  doubt_log();
  return base::unavailable(base::format(
      "{}; what was written can be read, but may not outlast a power cut", synced.error().message));
}

base::Result<void> Writer::maintain(const PlainWork& work,
                                    const std::stop_token& stop,
                                    Deadline deadline) {
  const auto held = TRY(lock_.take(stop, deadline));
  TRY(check_writable(connection_, path_, schema_.version()));
  TRY(make_log_sound());
  TRY(work_freely(work, stop));
  TRY(wait_for_disk());
  return fold_log();
}

bool Writer::is_broken_by(const base::Result<void>& done) const {
  return connection_.in_transaction() ||
         (!done && done.error().kind == base::ErrorKind::unavailable);
}

base::Result<void> Writer::begin_and_work(const PlainWork& work) {
  TRY(connection_.execute("BEGIN IMMEDIATE"));
  // A newer program may have been started meanwhile.
  TRY(check_writable(connection_, path_, schema_.version()));
  return work(connection_);
}

base::Result<void> Writer::commit_or_roll_back(const PlainWork& work, const std::stop_token& stop) {
  const Rollback unless_committed(connection_);
  connection_.stop_with(stop);
  TRY(begin_and_work(work));
  connection_.stop_with({});
  return connection_.execute("COMMIT");
}

base::Result<void> Writer::work_freely(const PlainWork& work, const std::stop_token& stop) {
  const Rollback what_is_left_open(connection_);
  connection_.stop_with(stop);
  return work(connection_);
}

}  // namespace sqlite
