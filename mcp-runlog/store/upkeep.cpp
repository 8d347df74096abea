#include <set>

#include "base/format.hpp"
#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/run_rows.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "mcp-runlog/store/schema.hpp"
#include "sqlite/columns.hpp"
#include "sqlite/full_text.hpp"

namespace runlog {
namespace {

using sqlite::execute;
using sqlite::text_in;

constexpr std::int32_t application_id = 0x61736d72;  // "asmr"

/// An event with its place in the table.
struct Row {
  std::int64_t position;
  std::int64_t strand;
  Event event;
};

base::Result<std::vector<Row>> rows_of(sqlite::Statement& statement) {
  std::vector<Row> rows;
  while (TRY(statement.step())) {
    Event event = TRY(event_in(statement));
    rows.push_back(
        {statement.integer(0), statement.integer(statement.columns() - 1), std::move(event)});
  }
  return rows;
}

base::Result<void> remove(sqlite::Connection& connection, const Row& row) {
  TRY(forget_words(connection, row.position, row.event));
  TRY(execute(connection, "DELETE FROM events WHERE position = ?", row.position));
  return {};
}

/// What a run that has lost events says now.
base::Result<void> refresh_runs_of(sqlite::Connection& connection, std::int64_t strand) {
  auto rows = TRY(connection.prepare("SELECT run_id FROM strand_runs WHERE strand = ?"));
  TRY(rows.bind(strand));
  std::vector<std::string> run_ids;
  while (TRY(rows.step()))
    run_ids.push_back(text_in(rows, 0));
  for (const std::string& run_id : run_ids)
    TRY(refresh_run(connection, run_id));
  return {};
}

base::Result<std::int64_t> remove_all(sqlite::Connection& connection,
                                      const std::vector<Row>& rows) {
  std::set<std::int64_t> strands;
  for (const Row& row : rows) {
    TRY(remove(connection, row));
    strands.insert(row.strand);
  }
  for (const std::int64_t strand : strands)
    TRY(refresh_runs_of(connection, strand));
  return static_cast<std::int64_t>(rows.size());
}

/// What one sweep looks at: events from one position up to another, oldest first.
struct Task {
  const char* name;
  const char* sql;  ///< parameters: from, up to, how many
  std::chrono::milliseconds age_max;
};

constexpr const char* every_event = "SELECT " EVENT_COLUMNS
                                    ", e.strand FROM events e JOIN strands s USING (strand) WHERE "
                                    "e.position >= ?1 AND e.position < "
                                    "?2 ORDER BY e.position LIMIT ?3";

constexpr const char* every_log = "SELECT " EVENT_COLUMNS
                                  ", e.strand FROM events e JOIN strands s USING (strand) WHERE "
                                  "e.position >= ?1 AND e.position < "
                                  "?2 AND e.kind IN ('log', 'raw') ORDER BY e.position LIMIT ?3";

/// Of runs the facts stay: they are what a run's summary is made of.
constexpr const char* every_body = "SELECT " EVENT_COLUMNS
                                   ", e.strand FROM events e JOIN strands s USING (strand) WHERE "
                                   "e.position >= ?1 AND e.position < "
                                   "?2 AND e.body <> '' AND e.kind NOT IN ('run.start', "
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
/// time, so halving finds it without an index.
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
  const auto up_to = TRY(position_at(connection, sqlite::milliseconds_of(now - task.age_max)));
  const auto from = TRY(swept_up_to(connection, task.name));
  auto statement = TRY(connection.prepare(task.sql));
  TRY(statement.bind(from, up_to, static_cast<std::int64_t>(count)));
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

/// Events that no other run has that was not deleted.
base::Result<std::vector<Row>> events_of_run_alone(sqlite::Connection& connection,
                                                   const std::string& run_id) {
  auto statement = TRY(connection.prepare(
      "SELECT " EVENT_COLUMNS
      ", e.strand FROM strand_runs r JOIN events e USING (strand) JOIN strands s USING (strand) "
      "WHERE r.run_id = ?1 AND e.at_ms >= r.from_ms AND e.at_ms < r.until_ms AND NOT EXISTS "
      "(SELECT 1 FROM strand_runs o WHERE o.strand = e.strand AND o.run_id <> ?1 AND e.at_ms >= "
      "o.from_ms AND e.at_ms < o.until_ms AND o.run_id NOT IN (SELECT run_id FROM deleted_runs))"));
  TRY(statement.bind(run_id));
  return rows_of(statement);
}

}  // namespace

RunStore::RunStore(std::filesystem::path file)
    : database_(
          {.path = std::move(file), .application_id = application_id, .migrations = migrations()}) {
}

base::Result<std::vector<SilentRun>> RunStore::silent_runs(std::stop_token stop,
                                                           base::Instant since,
                                                           std::size_t count) {
  using Runs = std::vector<SilentRun>;
  return database_.read<Runs>(stop, [&](sqlite::Connection& connection) -> base::Result<Runs> {
    auto rows = TRY(
        connection.prepare("SELECT run_id, last_ms FROM runs WHERE finished_ms IS NULL AND last_ms "
                           "< ? ORDER BY last_ms LIMIT ?"));
    TRY(rows.bind(sqlite::milliseconds_of(since), static_cast<std::int64_t>(count)));
    Runs runs;
    while (TRY(rows.step()))
      runs.push_back({text_in(rows, 0), sqlite::instant_of(rows.integer(1))});
    return runs;
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

base::Result<std::int64_t> RunStore::delete_run(std::stop_token stop,
                                                const std::string& run_id,
                                                const std::string& by,
                                                const std::string& reason,
                                                base::Instant at) {
  const sqlite::Work<std::int64_t> work =
      [&](sqlite::Connection& connection) -> base::Result<std::int64_t> {
    const std::vector<Row> rows = TRY(events_of_run_alone(connection, run_id));
    TRY(execute(connection,
                "INSERT INTO deleted_runs (run_id, at_ms, by, reason, events) VALUES (?1, ?2, ?3, "
                "?4, ?5) ON CONFLICT DO UPDATE SET events = events + ?5",
                run_id,
                sqlite::milliseconds_of(at),
                by,
                reason,
                static_cast<std::int64_t>(rows.size())));
    const std::int64_t removed = TRY(remove_all(connection, rows));
    TRY(execute(connection, "DELETE FROM runs WHERE run_id = ?", run_id));
    return removed;
  };
  const std::int64_t count = TRY(database_.write(stop, work));
  TRY(database_.erase_traces(stop));
  return count;
}

base::Result<sqlite::Health> RunStore::check(std::stop_token stop) {
  return database_.check(stop);
}

base::Result<std::string> RunStore::check_words(std::stop_token stop) {
  return database_.write<std::string>(
      stop, [](sqlite::Connection& connection) -> base::Result<std::string> {
        const std::string found = TRY(sqlite::check_full_text(connection, "event_words"));
        if (found != "ok") return found;
        const auto indexed = TRY(sqlite::full_text_row_count(connection, "event_words"));
        auto row = TRY(connection.prepare("SELECT count(*) FROM events"));
        TRY(row.bind());
        TRY(row.step());
        if (indexed == row.integer(0)) return found;
        return base::format("it has {} of {} events", indexed, row.integer(0));
      });
}

base::Result<std::int64_t> RunStore::repair_words(std::stop_token stop) {
  return database_.write<std::int64_t>(
      stop, [](sqlite::Connection& connection) -> base::Result<std::int64_t> {
        TRY(connection.run("INSERT INTO event_words (event_words) VALUES ('delete-all')"));
        auto rows = TRY(connection.prepare("SELECT " EVENT_COLUMNS
                                           " FROM events e JOIN strands s USING (strand)"));
        TRY(rows.bind());
        std::int64_t count = 0;
        while (TRY(rows.step())) {
          const Event event = TRY(event_in(rows));
          TRY(execute(connection,
                      "INSERT INTO event_words (rowid, words) VALUES (?, ?)",
                      rows.integer(0),
                      words_of(event)));
          ++count;
        }
        return count;
      });
}

}  // namespace runlog
