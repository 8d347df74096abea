#include "mcp-memory/store/outbox.hpp"

#include <algorithm>
#include <unordered_set>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/exported_line.hpp"

namespace memory {
namespace {

/// Columns for waiting_in(). The first four after the type say where in the log the sender last
/// spoke of the record, of which nothing was said before it was written; who sends for all does so
/// on one subject, whoever said it. The last ones are of the line, and NULL where only the line
/// itself still says them.
constexpr const char* waiting_query =
    "SELECT o.number, o.change_id, o.agent, o.kind, o.record_id, o.other_id, o.line, "
    "coalesce(r.type, (SELECT type FROM purged WHERE id = o.record_id), ''), "
    "iif(o.kind = 'written', NULL, (SELECT l.sequence FROM logged l "
    "WHERE l.position = r.position AND (?1 = '' OR r.agent = o.agent))), "
    "iif(o.kind = 'written', NULL, (SELECT max(l.sequence) FROM changes c "
    "JOIN logged l ON l.position = c.position "
    "WHERE c.record = r.position AND c.kind <> 'written' AND (?1 = '' OR c.agent = o.agent))), "
    "iif(o.kind = 'written', NULL, (SELECT max(e.acknowledged) FROM outbox e "
    "WHERE e.record_id = o.record_id AND (?1 = '' OR e.agent = o.agent))), "
    "iif(o.kind = 'written', NULL, (SELECT max(x.sequence) FROM conflicts x "
    "WHERE x.record_id = o.record_id AND (?1 = '' OR x.agent = o.agent))), "
    "m.project, m.at_ms, m.run_id, iif(o.kind IN ('written', 'updated'), r.title, '') "
    "FROM outbox o LEFT JOIN records r ON r.id = o.record_id "
    "LEFT JOIN changes m ON m.position = o.position AND "
    "(o.kind NOT IN ('written', 'updated') OR m.revision = r.revision) ";

/// Condition: nothing waits longer than `o` that speaks of the record whose id is in this column.
std::string nothing_before_about(std::string_view column) {
  return base::format(
      "NOT EXISTS (SELECT 1 FROM outbox e WHERE e.record_id = {0} AND "
      "e.number < o.number AND e.acknowledged IS NULL) AND NOT EXISTS (SELECT 1 FROM outbox e "
      "WHERE e.other_id <> '' AND e.other_id = {0} AND "
      "e.number < o.number AND e.acknowledged IS NULL)",
      column);
}

Waiting waiting_in(const sqlite::Statement& row) {
  Waiting waiting{.number = row.integer(0),
                  .change_id = text_in(row, 1),
                  .agent = text_in(row, 2),
                  .kind = text_in(row, 3),
                  .record_id = text_in(row, 4),
                  .record_type = text_in(row, 7),
                  .other_id = text_in(row, 5),
                  .line = text_in(row, 6)};
  for (const int column : {8, 9, 10, 11})
    waiting.after = std::max(waiting.after, row.integer(column));
  if (row.is_null(12)) return waiting;
  waiting.project = text_in(row, 12);
  waiting.at = base::to_iso(instant_of(row.integer(13)));
  waiting.run_id = text_in(row, 14);
  waiting.title = text_in(row, 15);
  return waiting;
}

Unconfirmed unconfirmed_in(const sqlite::Statement& row) {
  Unconfirmed change{row.integer(0), std::nullopt, text_in(row, 2)};
  if (!row.is_null(1)) change.position = row.integer(1);
  return change;
}

struct NewChange {
  std::int64_t position;
  std::string kind;
  std::string agent;
  std::string record_id;
  std::string other_id;
};

base::Result<std::vector<NewChange>> changes_behind(sqlite::Connection& connection,
                                                    std::int64_t behind) {
  auto rows = TRY(connection.prepare(
      "SELECT c.position, c.kind, c.agent, coalesce(r.id, p.id, ''), "
      "coalesce(c.detail ->> 'to', c.detail ->> 'by', '') FROM changes c "
      "LEFT JOIN records r ON r.position = c.record LEFT JOIN purged p ON p.record = c.record "
      "WHERE c.position > ? ORDER BY c.position"));
  TRY(rows.bind(behind));
  std::vector<NewChange> changes;
  while (TRY(rows.step()))
    changes.push_back(
        {rows.integer(0), text_in(rows, 1), text_in(rows, 2), text_in(rows, 3), text_in(rows, 4)});
  return changes;
}

}  // namespace

std::string change_id_of(std::string_view line) {
  constexpr std::size_t digits = 32;
  return base::sha256_hex(line).substr(0, digits);
}

base::Result<std::vector<std::string>> enqueue_changes(sqlite::Connection& connection,
                                                       std::int64_t behind) {
  std::vector<std::string> ids;
  for (const NewChange& change : TRY(changes_behind(connection, behind))) {
    const std::string line = TRY(exported_line(connection, change.position));
    if (line.empty()) continue;
    ids.push_back(change_id_of(line));
    TRY(execute(connection,
                "INSERT INTO outbox (change_id, agent, kind, record_id, other_id, position, line) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                ids.back(),
                change.agent,
                change.kind,
                change.record_id,
                change.other_id,
                change.position,
                line));
  }
  return ids;
}

base::Result<std::vector<Unconfirmed>> contestable_here(sqlite::Connection& connection) {
  auto rows =
      TRY(connection.prepare("SELECT number, position, line FROM outbox "
                             "WHERE kind IN ('updated', 'superseded') ORDER BY number"));
  TRY(rows.bind());
  std::vector<Unconfirmed> all;
  while (TRY(rows.step()))
    all.push_back(unconfirmed_in(rows));
  return all;
}

base::Result<void> set_position(sqlite::Connection& connection,
                                std::int64_t number,
                                std::optional<std::int64_t> position) {
  TRY(execute(connection, "UPDATE outbox SET position = ?2 WHERE number = ?1", number, position));
  return {};
}

base::Result<void> take_out(sqlite::Connection& connection, std::int64_t number) {
  TRY(execute(connection, "DELETE FROM outbox WHERE number = ?", number));
  return {};
}

base::Result<std::vector<Waiting>> next_to_deliver(sqlite::Connection& connection,
                                                   const Delivering& wanted) {
  static const std::string query = base::format(
      "{} WHERE o.acknowledged IS NULL AND o.number > ?2 AND (?1 = '' OR o.agent = ?1) AND {} "
      "AND (o.other_id = '' OR ({})) ORDER BY o.number LIMIT ?3",
      waiting_query,
      nothing_before_about("o.record_id"),
      nothing_before_about("o.other_id"));
  auto rows = TRY(connection.prepare(query));
  TRY(rows.bind(wanted.agent, wanted.behind, static_cast<std::int64_t>(wanted.count)));
  std::vector<Waiting> next;
  while (TRY(rows.step()))
    next.push_back(waiting_in(rows));
  return next;
}

base::Result<void> keep_waiting(sqlite::Connection& connection, std::vector<Waiting>& waiting) {
  auto rows = TRY(connection.prepare(
      "SELECT change_id FROM outbox WHERE number BETWEEN ? AND ? AND acknowledged IS NULL"));
  TRY(rows.bind(waiting.front().number, waiting.back().number));
  std::unordered_set<std::string> ids;
  while (TRY(rows.step()))
    ids.insert(text_in(rows, 0));
  std::erase_if(waiting, [&](const Waiting& one) { return ids.count(one.change_id) == 0; });
  return {};
}

base::Result<bool> is_waiting(sqlite::Connection& connection, const std::string& change_id) {
  auto row =
      TRY(connection.prepare("SELECT 1 FROM outbox WHERE change_id = ? AND acknowledged IS NULL"));
  TRY(row.bind(change_id));
  return row.step();
}

base::Result<Backlog> backlog_of(sqlite::Connection& connection) {
  auto row = TRY(connection.prepare(
      "SELECT (SELECT count(*) FROM outbox WHERE acknowledged IS NULL), count(*) FROM outbox"));
  TRY(row.bind());
  TRY(row.step());
  return Backlog{row.integer(0), row.integer(1) - row.integer(0)};
}

}  // namespace memory
