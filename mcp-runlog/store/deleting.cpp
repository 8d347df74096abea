#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/removing.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

using sqlite::execute;

constexpr std::int64_t rows_at_once = 1000;

/// Events that no other run has that was not deleted.
base::Result<std::vector<Row>> events_of_run_alone(sqlite::Connection& connection,
                                                   const std::string& run_id) {
  auto statement = TRY(connection.prepare(
      "SELECT " EVENT_COLUMNS
      ", e.strand FROM strand_runs r JOIN events e USING (strand) JOIN strands s USING (strand) "
      "WHERE r.run_id = ?1 AND e.at_ms >= r.from_ms AND e.at_ms < r.until_ms AND NOT EXISTS "
      "(SELECT 1 FROM strand_runs o WHERE o.strand = e.strand AND o.run_id <> ?1 AND e.at_ms >= "
      "o.from_ms AND e.at_ms < o.until_ms AND o.run_id NOT IN (SELECT run_id FROM deleted_runs)) "
      "LIMIT ?2"));
  TRY(statement.bind(run_id, rows_at_once));
  return rows_of(statement);
}

base::Result<std::int64_t> remove_events(sqlite::Connection& connection,
                                         const std::string& run_id) {
  std::int64_t removed = 0;
  for (;;) {
    const std::vector<Row> rows = TRY(events_of_run_alone(connection, run_id));
    removed += TRY(remove_all(connection, rows));
    if (rows.empty()) return removed;
  }
}

}  // namespace

base::Result<std::int64_t> RunStore::delete_run(std::stop_token stop, const Deletion& deletion) {
  const sqlite::Work<std::int64_t> work =
      [&](sqlite::Connection& connection) -> base::Result<std::int64_t> {
    TRY(execute(connection,
                "INSERT INTO deleted_runs (run_id, at_ms, by, reason, events) VALUES (?, ?, ?, ?, "
                "0) ON CONFLICT DO NOTHING",
                deletion.run_id,
                sqlite::milliseconds_of(deletion.at),
                deletion.by,
                deletion.reason));
    const std::int64_t removed = TRY(remove_events(connection, deletion.run_id));
    TRY(execute(connection,
                "UPDATE deleted_runs SET events = events + ? WHERE run_id = ?",
                removed,
                deletion.run_id));
    TRY(execute(connection, "DELETE FROM runs WHERE run_id = ?", deletion.run_id));
    return removed;
  };
  const std::int64_t removed = TRY(database_.write(stop, work));
  TRY(database_.erase_traces(stop));
  return removed;
}

base::Result<bool> RunStore::is_deleted(std::stop_token stop, const std::string& run_id) {
  return database_.read<bool>(stop, [&](sqlite::Connection& connection) -> base::Result<bool> {
    auto row = TRY(connection.prepare("SELECT 1 FROM deleted_runs WHERE run_id = ?"));
    TRY(row.bind(run_id));
    return row.step();
  });
}

}  // namespace runlog
