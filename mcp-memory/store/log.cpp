#include "mcp-memory/store/log.hpp"

#include "base/format.hpp"
#include "mcp-memory/since.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/entries.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {
namespace {

base::Result<std::int64_t> acknowledged_by(sqlite::Connection& connection,
                                           const std::string& project,
                                           const std::string& agent) {
  auto row =
      TRY(connection.prepare("SELECT position FROM acknowledged WHERE project = ? AND agent = ?"));
  TRY(row.bind(project, agent));
  if (!TRY(row.step())) return std::int64_t{0};
  return row.integer(0);
}

}  // namespace

Occasion occasion_of(const ExportedChange& change) {
  return {{change.agent, change.project, change.run_id, change.trace_id},
          base::parse_iso(change.at).value_or(base::Instant{})};
}

base::Result<std::int64_t> next_position(sqlite::Connection& connection) {
  return TRY(newest_position(connection)) + 1;
}

base::Result<std::int64_t> append_change(sqlite::Connection& connection,
                                         const LogLine& line,
                                         const Occasion& occasion) {
  const std::int64_t position = TRY(next_position(connection));
  TRY(execute(connection,
              "INSERT INTO changes (position, record, project, kind, agent, run_id, trace_id, "
              "at_ms, revision, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              position,
              line.record.value_or(position),
              occasion.author.project,
              name_of(line.kind),
              occasion.author.agent,
              occasion.author.run_id,
              occasion.author.trace_id,
              milliseconds_of(occasion.at),
              line.revision,
              line.detail));
  return position;
}

base::Result<Change> change_of(const sqlite::Statement& row) {
  const std::string_view type = row.text(8);
  return Change{.position = row.integer(0),
                .kind = text_in(row, 1),
                .at = instant_of(row.integer(2)),
                .agent = text_in(row, 3),
                .run_id = text_in(row, 4),
                .revision = row.integer(5),
                .detail = text_in(row, 6),
                .record_id = text_in(row, 7),
                .type = type.empty() ? RecordType{} : TRY(type_of(type)),
                .title = text_in(row, 9),
                .summary = text_in(row, 10)};
}

base::Result<Changes> RecordStore::changes(std::stop_token stop, const ChangesWanted& wanted) {
  return database_.read<Changes>(
      stop, [&](sqlite::Connection& connection) -> base::Result<Changes> {
        Changes changes;
        changes.from = wanted.after
                           ? *wanted.after
                           : TRY(acknowledged_by(connection, wanted.project, wanted.agent));
        changes.newest = TRY(newest_position(connection));
        auto rows = TRY(connection.prepare(
            std::string(changes_query) +
            "WHERE c.project = ?1 AND c.position > ?2 AND (?3 OR c.agent <> ?4) " +
            (wanted.newest_first ? "ORDER BY c.position DESC LIMIT ?5"
                                 : "ORDER BY c.position LIMIT ?5")));
        TRY(rows.bind(wanted.project,
                      changes.from,
                      wanted.own,
                      wanted.agent,
                      static_cast<std::int64_t>(wanted.count) + 1));
        while (TRY(rows.step())) {
          changes.more = changes.changes.size() == wanted.count;
          if (changes.more) break;
          changes.changes.push_back(TRY(change_of(rows)));
        }
        return changes;
      });
}

base::Result<std::int64_t> RecordStore::acknowledge(std::stop_token stop,
                                                    const std::string& project,
                                                    const std::string& agent,
                                                    std::int64_t position) {
  return write<std::int64_t>(
      stop, [&](sqlite::Connection& connection) -> base::Result<std::int64_t> {
        const std::int64_t newest = TRY(newest_position(connection));
        if (position > newest) {
          return base::invalid(base::format(
              "ack: nothing has happened at {} yet, the newest change is {}; acknowledge a "
              "\"position\" of a changes_since reply",
              cursor_after(position),
              cursor_after(newest)));
        }
        TRY(execute(connection,
                    "INSERT INTO acknowledged VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
                    "position = max(position, excluded.position)",
                    project,
                    agent,
                    position));
        return acknowledged_by(connection, project, agent);
      });
}

}  // namespace memory
