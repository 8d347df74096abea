#include "sqlite/database.hpp"

#include <atomic>

#include "base/check.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "sqlite/back_up.hpp"
#include "sqlite/reader_pool.hpp"
#include "sqlite/traces.hpp"
#include "sqlite/turn.hpp"
#include "sqlite/writer.hpp"

namespace sqlite {

/// Turns are taken in the order writing -> opening. `writer` is made by the holder of `opening`
/// while `is_open` is false, and used by the holder of `writing` while it is true.
struct Database::State {
  explicit State(Options with)
      : options(std::move(with)),
        readers({options.lock_wait, options.reader_cache_kib, options.on_open}) {}

  using Step = std::function<base::Result<void>(Writer&, Deadline)>;

  base::Result<void> write(const std::stop_token& stop, const Step& step);
  base::Result<void> ensure_open(const std::stop_token& stop);
  void forget();
  void forget_if_replaced();

  int known_version() const { return static_cast<int>(options.migrations.size()); }

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
  writer.emplace(TRY(Writer::open(options, stop, deadline())));
  readers.start_anew(writer->path());
  is_open.store(true, std::memory_order_release);
  return {};
}

/// For the holder of `writing`.
void Database::State::forget() {
  if (!is_open.load(std::memory_order_acquire)) return;
  writer.reset();
  is_open.store(false, std::memory_order_release);
}

void Database::State::forget_if_replaced() {
  if (!is_open.load(std::memory_order_acquire) || !writer->was_replaced()) return;
  base::log(base::LogLevel::warning,
            base::format("{}: was replaced while open; opening it anew", writer->path().native()));
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

base::Result<void> Database::State::write(const std::stop_token& stop, const Step& step) {
  const Deadline until = deadline();
  const auto turn = TRY(writing.take(stop, until, options.path.native()));
  forget_if_replaced();
  TRY(ensure_open(stop));
  TRY(writer->check_schema());
  auto done = step(*writer, until);
  if (writer->is_broken_by(done)) {
    writer->doubt_log();
    forget();
  }
  return done;
}

base::Result<void> Database::write_plain(const std::stop_token& stop, const Work<void>& work) {
  return state_->write(stop, [&](Writer& writer, Deadline deadline) {
    return writer.transact(work, stop, deadline);
  });
}

base::Result<void> Database::maintain(std::stop_token stop, const Work<void>& work) {
  return state_->write(stop, [&](Writer& writer, Deadline deadline) {
    return writer.maintain(work, stop, deadline);
  });
}

base::Result<void> Database::erase_traces(std::stop_token stop) {
  return maintain(stop, [&](Connection& connection) {
    return sqlite::erase_traces(connection, stop, state_->options.lock_wait);
  });
}

base::Result<void> Database::read_plain(const std::stop_token& stop, const Work<void>& work) {
  TRY(state_->ensure_open(stop));
  const auto reader = TRY(state_->readers.borrow(stop));
  reader->connection.stop_with(stop);
  TRY(reader->connection.execute("BEGIN"));
  TRY(check_readable(reader->connection, reader->connection.path(), state_->known_version()));
  base::Result<void> done = work(reader->connection);
  reader->connection.stop_with({});
  const bool ended = static_cast<bool>(reader->connection.execute("COMMIT"));
  reader->is_fit = ended && (done || done.error().kind != base::ErrorKind::unavailable);
  return done;
}

base::Result<std::uint64_t> Database::back_up(std::stop_token stop,
                                              const std::filesystem::path& target) {
  TRY(state_->ensure_open(stop));
  const auto reader = TRY(state_->readers.borrow(stop));
  reader->connection.stop_with(stop);
  auto written = sqlite::back_up(reader->connection, target);
  reader->connection.stop_with({});
  reader->is_fit = static_cast<bool>(written);
  return written;
}

base::Result<Health> Database::check(std::stop_token stop) {
  const Work<Health> work = [](Connection& connection) { return inspect(connection); };
  return read<Health>(std::move(stop), work);
}

}  // namespace sqlite
