#include "sqlite/connection.hpp"

#include <sqlite3.h>

#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/check.hpp"
#include "base/format.hpp"
#include "sqlite/error.hpp"
#include "sqlite/gathering_vfs.hpp"

namespace sqlite {
namespace {

/// Texts beyond this many are prepared for each use: someone builds SQL from values.
constexpr std::size_t cached_statements_max = 128;

/// Steps of SQLite's machine between two looks at the stop token; some ten microseconds.
constexpr int steps_between_stop_checks = 1000;

constexpr const char* settings =
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA mmap_size=0;"
    "PRAGMA wal_autocheckpoint=0;";

struct TextHash {
  using is_transparent = void;

  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

struct Cached {
  sqlite3_stmt* statement;
  bool lent;
};

using Cache = std::unordered_map<std::string, Cached, TextHash, std::equal_to<>>;

/// SQLite counts the bytes it holds under one lock for all threads, and nobody asks it. Whoever
/// opens something before all connections keeps the count.
void count_no_memory() {
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

struct Connection::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State();

  base::Result<sqlite3_stmt*> compile(std::string_view sql, unsigned flags) const;
  base::Result<void> configure(int cache_kib);

  sqlite3* database = nullptr;
  Cache cache;
  std::stop_token stop;
  std::chrono::milliseconds busy_wait{0};
  std::size_t wal_pages = 0;
};

Connection::State::~State() {
  for (auto& [text, cached] : cache)
    sqlite3_finalize(cached.statement);
  // It refuses while a statement is borrowed, which then points into this dying object.
  CHECK(sqlite3_close(database) == SQLITE_OK);
}

base::Result<sqlite3_stmt*> Connection::State::compile(std::string_view sql, unsigned flags) const {
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(
      database, sql.data(), static_cast<int>(sql.size()), flags, &statement, &rest);
  if (code != SQLITE_OK) return last_error(database);
  const std::string_view unread(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
  if (statement != nullptr && unread.find_first_not_of("; \t\r\n") == std::string_view::npos) {
    return statement;
  }
  sqlite3_finalize(statement);
  return base::internal(base::format("not exactly one statement: {}", sql));
}

base::Result<void> Connection::State::configure(int cache_kib) {
  sqlite3_busy_timeout(database, static_cast<int>(busy_wait.count()));
  for (const int option : {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL}) {
    sqlite3_db_config(database, option, 0, nullptr);
  }
  int kept = 0;
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &kept);
  CHECK(kept == 1);
  // A negative number is one of KiB, a positive one of pages.
  const std::string all = base::format("{}PRAGMA cache_size={};", settings, -cache_kib);
  if (sqlite3_exec(database, all.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return last_error(database);
  }
  sqlite3_wal_hook(
      database,
      [](void* state, sqlite3*, const char*, int pages) {
        static_cast<State*>(state)->wal_pages = static_cast<std::size_t>(pages);
        return SQLITE_OK;
      },
      this);
  // sqlite3_interrupt from another thread is forgotten when no statement happens to run; this is
  // not.
  sqlite3_progress_handler(
      database,
      steps_between_stop_checks,
      [](void* state) { return static_cast<State*>(state)->stop.stop_requested() ? 1 : 0; },
      this);
  return {};
}

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}

Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

base::Result<Connection> Connection::open(const std::filesystem::path& path,
                                          Access access,
                                          std::chrono::milliseconds busy_wait,
                                          int cache_kib) {
  count_no_memory();
  auto state = std::make_unique<State>();
  state->busy_wait = busy_wait;
  const int mode = access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int flags = mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  const char* vfs = access == Access::read_write ? gathering_vfs() : nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &state->database, flags, vfs);
  if (code != SQLITE_OK) return error_of(code, path.native(), sqlite3_errmsg(state->database));
  TRY(state->configure(cache_kib));
  return Connection(std::move(state));
}

base::Result<Statement> Connection::prepare(std::string_view sql) {
  const auto found = state_->cache.find(sql);
  if (found != state_->cache.end() && !found->second.lent) {
    found->second.lent = true;
    return Statement(found->second.statement, &found->second.lent, &state_->stop);
  }
  const bool keep = found == state_->cache.end() && state_->cache.size() < cached_statements_max;
  sqlite3_stmt* statement = TRY(state_->compile(sql, keep ? SQLITE_PREPARE_PERSISTENT : 0));
  if (!keep) return Statement(statement, nullptr, &state_->stop);
  Cached& cached = state_->cache.emplace(sql, Cached{statement, true}).first->second;
  return Statement(statement, &cached.lent, &state_->stop);
}

base::Result<void> Connection::execute(std::string_view sql) {
  auto statement = TRY(prepare(sql));
  TRY(statement.step());
  return {};
}

base::Result<void> Connection::run(std::string_view sql) {
  if (state_->stop.stop_requested()) return stopped_error();
  const std::string text(sql);
  const int code = sqlite3_exec(state_->database, text.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return last_error(state_->database);
  return {};
}

void Connection::stop_with(std::stop_token stop) {
  state_->stop = std::move(stop);
}

std::filesystem::path Connection::path() const {
  return sqlite3_db_filename(state_->database, "main");
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(state_->database) == 0;
}

std::int64_t Connection::last_row_id() const {
  return sqlite3_last_insert_rowid(state_->database);
}

std::int64_t Connection::changes() const {
  return sqlite3_changes64(state_->database);
}

std::size_t Connection::wal_pages() const {
  return state_->wal_pages;
}

base::Result<std::size_t> Connection::checkpoint(Checkpoint kind, std::chrono::milliseconds wait) {
  const int mode =
      kind == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  int pages = 0;
  sqlite3_busy_timeout(state_->database, static_cast<int>(wait.count()));
  const int code = sqlite3_wal_checkpoint_v2(state_->database, "main", mode, &pages, nullptr);
  sqlite3_busy_timeout(state_->database, static_cast<int>(state_->busy_wait.count()));
  if (code != SQLITE_OK) return last_error(state_->database);
  if (kind == Checkpoint::truncate) state_->wal_pages = static_cast<std::size_t>(pages);
  return static_cast<std::size_t>(pages);
}

base::Result<void> Connection::leave_syncing_to_caller() {
  return run("PRAGMA synchronous=NORMAL");
}

base::Result<void> Connection::sync_log() {
  sqlite3_file* log = nullptr;
  sqlite3_file_control(state_->database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (log == nullptr || log->pMethods == nullptr) return base::internal("the log is not open");
  const int code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) return error_of(code, path().native(), sqlite3_errstr(code));
  return {};
}

sqlite3* Connection::handle() const {
  return state_->database;
}

}  // namespace sqlite
