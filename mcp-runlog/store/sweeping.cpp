#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/removing.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

using sqlite::execute;

/// What one sweep looks at: events from one position up to another, oldest first.
struct Task {
  const char* name;
  const char* sql;  ///< parameters: from, up to, how many, stored before
  std::chrono::milliseconds age_max;
};

constexpr const char* every_event = "SELECT " EVENT_COLUMNS
                                    ", e.strand FROM events e JOIN strands s USING (strand) WHERE "
                                    "e.position >= ?1 AND e.position < "
                                    "?2 AND e.stored_ms < ?4 ORDER BY e.position LIMIT ?3";

constexpr const char* every_log =
    "SELECT " EVENT_COLUMNS
    ", e.strand FROM events e JOIN strands s USING (strand) WHERE "
    "e.position >= ?1 AND e.position < "
    "?2 AND e.stored_ms < ?4 AND e.kind IN ('log', 'raw') ORDER BY e.position LIMIT ?3";

/// Of runs the facts stay: they are what a run's summary is made of.
constexpr const char* every_body =
    "SELECT " EVENT_COLUMNS
    ", e.strand FROM events e JOIN strands s USING (strand) WHERE "
    "e.position >= ?1 AND e.position < "
    "?2 AND e.stored_ms < ?4 AND e.body <> '' AND e.kind NOT IN ('run.start', "
    "'run.finish') ORDER BY e.position LIMIT ?3";

base::Result<std::int64_t> number_in(sqlite::Connection& connection,
                                     std::string_view sql,
                                     std::int64_t parameter,
                                     std::int64_t otherwise) {
  auto row = TRY(connection.prepare(sql));
  TRY(row.bind(parameter));
  const bool there = TRY(row.step());
  return there && !row.is_null(0) ? row.integer(0) : otherwise;
}

/// The first position that was stored at that time or later. Events are stored in the order of
/// time, unless the clock was wrong, so halving finds it without an index.
base::Result<std::int64_t> position_at(sqlite::Connection& connection, std::int64_t stored_ms) {
  std::int64_t low = 0;
  std::int64_t high =
      TRY(number_in(connection, "SELECT max(position) + 1 FROM events WHERE position >= ?", 0, 0));
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const std::int64_t stored =
        TRY(number_in(connection,
                      "SELECT stored_ms FROM events WHERE position >= ? ORDER BY position LIMIT 1",
                      middle,
                      INT64_MAX));
    if (stored >= stored_ms)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

base::Result<std::int64_t> swept_up_to(sqlite::Connection& connection, const char* task) {
  auto row = TRY(connection.prepare("SELECT position FROM sweeps WHERE task = ?"));
  TRY(row.bind(task));
  const bool there = TRY(row.step());
  return there ? row.integer(0) : std::int64_t{0};
}

/// The next events of the task that are too old; they count as looked at.
base::Result<std::vector<Row>> take_old(sqlite::Connection& connection,
                                        const Task& task,
                                        base::Instant now,
                                        std::size_t count) {
  if (task.age_max.count() == 0) return std::vector<Row>{};
  const std::int64_t stored_before = sqlite::milliseconds_of(now - task.age_max);
  const auto up_to = TRY(position_at(connection, stored_before));
  const auto from = TRY(swept_up_to(connection, task.name));
  auto statement = TRY(connection.prepare(task.sql));
  TRY(statement.bind(from, up_to, static_cast<std::int64_t>(count), stored_before));
  auto rows = TRY(rows_of(statement));
  const std::int64_t done = rows.size() < count ? up_to : rows.back().position + 1;
  if (done > from) {
    TRY(execute(connection,
                "INSERT OR REPLACE INTO sweeps (task, position) VALUES (?, ?)",
                task.name,
                done));
  }
  return rows;
}

/// The texts that a body had are taken out of the index, those beside it stay in.
base::Result<void> drop_body(sqlite::Connection& connection, Row& row) {
  TRY(forget_words(connection, row.position, row.event));
  if (!row.event.original_bytes)
    row.event.original_bytes = static_cast<std::int64_t>(row.event.body_json.size());
  row.event.body_json.clear();
  TRY(execute(connection,
              "UPDATE events SET body = '', original_bytes = ? WHERE position = ?",
              row.event.original_bytes,
              row.position));
  TRY(execute(connection,
              "INSERT INTO event_words (rowid, words) VALUES (?, ?)",
              row.position,
              words_of(row.event)));
  return {};
}

}  // namespace

base::Result<std::int64_t> RunStore::close_silent(std::stop_token stop, base::Instant since) {
  return database_.write<std::int64_t>(stop, [&](sqlite::Connection& connection) {
    return execute(connection,
                   "UPDATE runs SET status = 'timeout', finished_ms = last_ms, outcome = 'nothing "
                   "was heard of it any more' WHERE finished_ms IS NULL AND last_ms < ?",
                   sqlite::milliseconds_of(since));
  });
}

base::Result<Swept> RunStore::sweep(std::stop_token stop,
                                    const Retention& retention,
                                    base::Instant now,
                                    std::size_t events_max) {
  return database_.write<Swept>(stop, [&](sqlite::Connection& connection) -> base::Result<Swept> {
    Swept swept;
    const Task events{"events", every_event, retention.events};
    const Task logs{"logs", every_log, retention.logs};
    const Task bodies{"bodies", every_body, retention.bodies};
    for (const Task& task : {events, logs}) {
      const auto rows = TRY(take_old(connection, task, now, events_max));
      swept.events += TRY(remove_all(connection, rows));
    }
    auto rows = TRY(take_old(connection, bodies, now, events_max));
    for (Row& row : rows)
      TRY(drop_body(connection, row));
    swept.bodies = static_cast<std::int64_t>(rows.size());
    return swept;
  });
}

}  // namespace runlog
