#include "sqlite/database.hpp"

#include <atomic>

#include "base/check.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "sqlite/reader_pool.hpp"
#include "sqlite/store_file.hpp"
#include "sqlite/turn.hpp"
#include "sqlite/write_lock.hpp"

namespace sqlite {
namespace {

base::Result<void> execute(Connection& connection, std::string_view sql) {
  auto statement = TRY(connection.prepare(sql));
  TRY(statement.step());
  return {};
}

/// The one connection of this process that writes, and what belongs to it.
struct Writer {
  std::filesystem::path path;
  FileId file;
  WriteLock lock;
  Connection connection;
  Checkpoints checkpoints;
};

base::Result<Writer> open_writer(const Options& options,
                                 const std::stop_token& stop,
                                 Deadline deadline) {
  const Schema schema{options.application_id, options.migrations};
  std::filesystem::path path = TRY(prepare_store_file(options.path));
  Connection connection = TRY(Connection::open(path, Access::read_write, options.lock_wait));
  const std::optional<FileId> file = file_id(path);
  if (!file) return base::busy(base::format("{}: vanished; try again", path.native()));
  Writer writer{
      path, *file, WriteLock(path), std::move(connection), Checkpoints(options.wal_limits)};
  if (TRY(is_current(writer.connection, path, schema))) return writer;
  const auto held = TRY(writer.lock.take(stop, deadline));
  TRY(migrate(writer.connection, path, schema));
  writer.checkpoints.after_commit(writer.connection);
  return writer;
}

/// An older program must not write what a newer one, started meanwhile, would not understand.
base::Result<void> refuse_newer_schema(Writer& writer, int known) {
  const int found = TRY(schema_version(writer.connection));
  if (found > known) return newer_schema(writer.path, found, known);
  return {};
}

base::Result<void> begin_and_work(Writer& writer, int known_version, const Work<void>& work) {
  TRY(execute(writer.connection, "BEGIN IMMEDIATE"));
  TRY(refuse_newer_schema(writer, known_version));
  return work(writer.connection);
}

/// Ends the transaction, if it was not committed, also when the work throws.
class Rollback {
 public:
  explicit Rollback(Connection& connection) : connection_(connection) {}

  Rollback(const Rollback&) = delete;
  Rollback& operator=(const Rollback&) = delete;

  ~Rollback() {
    connection_.stop_with({});
    if (connection_.in_transaction()) static_cast<void>(execute(connection_, "ROLLBACK"));
  }

 private:
  Connection& connection_;
};

base::Result<void> transact(Writer& writer,
                            int known_version,
                            const std::stop_token& stop,
                            const Work<void>& work) {
  TRY(writer.checkpoints.before_write(writer.connection));
  const Rollback unless_committed(writer.connection);
  writer.connection.stop_with(stop);
  TRY(begin_and_work(writer, known_version, work));
  writer.connection.stop_with({});
  TRY(execute(writer.connection, "COMMIT"));
  writer.checkpoints.after_commit(writer.connection);
  return {};
}

}  // namespace

/// Turns are taken in the order writing -> opening. `writer` is made by the holder of `opening`
/// while `is_open` is false, and used by the holder of `writing` while it is true.
struct Database::State {
  explicit State(Options with) : options(std::move(with)), readers(options.lock_wait) {}

  base::Result<void> ensure_open(const std::stop_token& stop);
  void forget();
  void forget_if_replaced();

  Deadline deadline() const { return std::chrono::steady_clock::now() + options.lock_wait; }

  const Options options;
  std::atomic<bool> is_open{false};
  Turn writing;
  Turn opening;
  std::optional<Writer> writer;
  ReaderPool readers;
};

base::Result<void> Database::State::ensure_open(const std::stop_token& stop) {
  if (is_open.load(std::memory_order_acquire)) return {};
  const auto turn = TRY(opening.take(stop, deadline(), options.path.native()));
  if (is_open.load(std::memory_order_acquire)) return {};
  writer.emplace(TRY(open_writer(options, stop, deadline())));
  readers.start_anew(writer->path);
  is_open.store(true, std::memory_order_release);
  return {};
}

/// For the holder of `writing`.
void Database::State::forget() {
  if (!is_open.load(std::memory_order_acquire)) return;
  writer.reset();
  is_open.store(false, std::memory_order_release);
}

/// Commits to a file that was deleted or replaced by a backup would be lost.
void Database::State::forget_if_replaced() {
  if (!is_open.load(std::memory_order_acquire) || file_id(writer->path) == writer->file) return;
  base::log(base::LogLevel::warning,
            base::format("{}: was replaced while open; opening it anew", writer->path.native()));
  forget();
}

Database::Database(Options options) : state_(std::make_unique<State>(std::move(options))) {
  CHECK(state_->options.application_id != 0);
  int expected = 0;
  for (const Migration& migration : state_->options.migrations) {
    CHECK(migration.version == ++expected);
  }
}

Database::~Database() = default;

base::Result<void> Database::write_plain(const std::stop_token& stop, const Work<void>& work) {
  const Deadline deadline = state_->deadline();
  const auto turn = TRY(state_->writing.take(stop, deadline, state_->options.path.native()));
  state_->forget_if_replaced();
  TRY(state_->ensure_open(stop));
  Writer& writer = *state_->writer;
  base::Result<void> done;
  {
    const auto held = TRY(writer.lock.take(stop, deadline));
    const int known_version = static_cast<int>(state_->options.migrations.size());
    done = transact(writer, known_version, stop, work);
  }
  const bool is_broken = !done && done.error().kind == base::ErrorKind::unavailable;
  if (is_broken || writer.connection.in_transaction()) state_->forget();
  return done;
}

base::Result<void> Database::read_plain(const std::stop_token& stop, const Work<void>& work) {
  TRY(state_->ensure_open(stop));
  const auto reader = TRY(state_->readers.borrow(stop));
  reader->connection.stop_with(stop);
  TRY(execute(reader->connection, "BEGIN"));
  base::Result<void> done = work(reader->connection);
  reader->connection.stop_with({});
  const bool ended = static_cast<bool>(execute(reader->connection, "COMMIT"));
  reader->is_fit = ended && (done || done.error().kind != base::ErrorKind::unavailable);
  return done;
}

base::Result<Health> Database::check(std::stop_token stop) {
  const Work<Health> work = [](Connection& connection) { return inspect(connection); };
  return read<Health>(std::move(stop), work);
}

}  // namespace sqlite
