#include "bench/event_floor.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>

#include <optional>
#include <stdexcept>
#include <string_view>

#include "base/fd.hpp"

namespace bench {
namespace {

// As in common/sqlite/connection.cpp; a checkpoint of SQLite's own happens under the lock, too.
constexpr const char* settings =
    "PRAGMA busy_timeout=10000;"
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA mmap_size=0;"
    "PRAGMA cache_size=-500;"
    "PRAGMA wal_autocheckpoint=1000;";

constexpr const char* put_event =
    "INSERT INTO events (id, strand, source, stream, sequence, clock, at_ms, received_ms, "
    "stored_ms, kind, severity, agent, actor, title, body, cause_id, tool_use_id, tool, file_path, "
    "duration_ms, cost_usd, tokens_in, tokens_out, redactions, original_bytes) VALUES (?, ?, ?, ?, "
    "?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?, NULL)";

class Binding {
 public:
  explicit Binding(sqlite3_stmt* statement) : statement_(statement) {}

  Binding& text(std::string_view text) {
    sqlite3_bind_text(statement_, ++at_, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    return *this;
  }

  Binding& integer(std::optional<std::int64_t> number) {
    ++at_;
    if (number) sqlite3_bind_int64(statement_, at_, *number);
    if (!number) sqlite3_bind_null(statement_, at_);
    return *this;
  }

 private:
  sqlite3_stmt* statement_;
  int at_ = 0;
};

}  // namespace

struct EventFloor::State {
  base::Fd lock;
  sqlite3* database = nullptr;
  sqlite3_stmt* event = nullptr;
  sqlite3_stmt* words = nullptr;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  ~State() {
    sqlite3_finalize(event);
    sqlite3_finalize(words);
    sqlite3_close(database);
  }

  void require(bool holds) const {
    if (!holds) throw std::runtime_error(sqlite3_errmsg(database));
  }

  void run(const std::string& sql) const {
    require(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  sqlite3_stmt* prepared(const char* sql) const {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) == SQLITE_OK);
    return statement;
  }

  void step(sqlite3_stmt* statement) const {
    require(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
  }

  void put(const FloorRow& row) const {
    const runlog::Event& told = *row.event;
    const std::int64_t at_ms = told.at.time_since_epoch().count();
    Binding(event)
        .text(told.id)
        .integer(row.strand)
        .text(name_of(told.source))
        .text(told.stream)
        .integer(told.sequence)
        .text(told.clock)
        .integer(at_ms)
        .integer(at_ms)
        .text(name_of(told.kind))
        .text(name_of(told.severity))
        .text(told.agent)
        .text(told.actor)
        .text(told.title)
        .text(told.body_json)
        .text(told.cause_id)
        .text(told.tool_use_id)
        .text(told.tool)
        .text(told.file_path)
        .integer(told.duration_ms)
        .integer(told.redactions);
    step(event);
    Binding(words).integer(sqlite3_last_insert_rowid(database)).text(row.words);
    step(words);
  }
};

EventFloor::EventFloor(const std::string& file, const std::string& schema, std::int64_t strands)
    : state_(std::make_unique<State>()) {
  state_->lock = base::Fd(::open((file + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!state_->lock) throw std::runtime_error("cannot open the lock file of the floor");
  state_->require(sqlite3_open(file.c_str(), &state_->database) == SQLITE_OK);
  state_->run(settings);
  state_->run(schema);
  state_->run("WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < " +
              std::to_string(strands) +
              ") INSERT INTO strands SELECT n, 'run ' || n, '', '', 0 FROM n");
  state_->event = state_->prepared(put_event);
  state_->words = state_->prepared("INSERT INTO event_words (rowid, words) VALUES (?, ?)");
}

EventFloor::~EventFloor() = default;

void EventFloor::add(std::span<const FloorRow> rows) {
  if (::flock(state_->lock.number(), LOCK_EX) != 0) throw std::runtime_error("cannot lock");
  state_->run("BEGIN IMMEDIATE");
  for (const FloorRow& row : rows)
    state_->put(row);
  state_->run("COMMIT");
  ::flock(state_->lock.number(), LOCK_UN);
}

}  // namespace bench
