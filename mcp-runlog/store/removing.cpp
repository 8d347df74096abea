#include "mcp-runlog/store/removing.hpp"

#include <set>
#include <string>

#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/run_rows.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

base::Result<void> remove(sqlite::Connection& connection, const Row& row) {
  TRY(forget_words(connection, row.position, row.event));
  TRY(sqlite::execute(connection, "DELETE FROM events WHERE position = ?", row.position));
  return {};
}

/// What a run that has lost events says now.
base::Result<void> refresh_runs_of(sqlite::Connection& connection, std::int64_t strand) {
  auto rows = TRY(connection.prepare("SELECT run_id FROM strand_runs WHERE strand = ?"));
  TRY(rows.bind(strand));
  std::vector<std::string> run_ids;
  while (TRY(rows.step()))
    run_ids.push_back(sqlite::text_in(rows, 0));
  for (const std::string& run_id : run_ids)
    TRY(refresh_run(connection, run_id));
  return {};
}

}  // namespace

base::Result<std::vector<Row>> rows_of(sqlite::Statement& statement) {
  std::vector<Row> rows;
  while (TRY(statement.step())) {
    Event event = TRY(event_in(statement));
    rows.push_back(
        {statement.integer(0), statement.integer(statement.columns() - 1), std::move(event)});
  }
  return rows;
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

}  // namespace runlog
