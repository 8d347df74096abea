#include <utility>

#include "base/format.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/entries.hpp"
#include "mcp-memory/store/record_json.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {
namespace {

base::Error no_such_revision(const Target& target, const Wanted& wanted) {
  if (wanted.revision) {
    return base::not_found(base::format("record {} has the revisions 1 to {}, not {}",
                                        target.id,
                                        target.revision,
                                        *wanted.revision));
  }
  return base::not_found(
      base::format("record {} did not exist at {}; record_history says since when",
                   target.id,
                   base::to_iso(*wanted.as_of)));
}

/// The version that is wanted, as v of entry_columns.
base::Result<sqlite::Statement> version_row(sqlite::Connection& connection,
                                            const Target& target,
                                            const Wanted& wanted) {
  std::optional<std::int64_t> as_of;
  if (wanted.as_of) as_of = milliseconds_of(*wanted.as_of);
  const std::int64_t revision = wanted.revision.value_or(as_of ? 0 : target.revision);
  const bool is_current = revision == target.revision && !as_of;
  auto row = TRY(connection.prepare("SELECT " + std::string(entry_columns) + ", v.words FROM " +
                                    (is_current ? "current_versions" : "versions") +
                                    " v WHERE v.position = ?1 "
                                    "AND (?2 = 0 OR v.revision = ?2) AND (?3 IS NULL OR "
                                    "(v.began_ms <= ?3 AND (v.ended_ms IS NULL "
                                    "OR v.ended_ms > ?3)))"));
  TRY(row.bind(target.position, revision, as_of));
  return row;
}

/// Run, trace and document of the version with these words.
base::Result<void> add_document(sqlite::Connection& connection,
                                std::int64_t words,
                                Reading& reading) {
  auto row = TRY(connection.prepare(
      words > 0 ? "SELECT run_id, trace_id, document FROM documents WHERE position = ?"
                : "SELECT run_id, trace_id, document FROM past_revisions WHERE words = ?"));
  TRY(row.bind(words));
  TRY(row.step());
  reading.run_id = text_in(row, 0);
  reading.trace_id = text_in(row, 1);
  reading.document = text_in(row, 2);
  return {};
}

base::Result<Reading> reading_of(sqlite::Connection& connection,
                                 const Target& target,
                                 const Wanted& wanted) {
  auto row = TRY(version_row(connection, target, wanted));
  if (!TRY(row.step())) return no_such_revision(target, wanted);
  Reading reading{.entry = TRY(entry_of(row)),
                  .project = target.project,
                  .run_id = {},
                  .trace_id = {},
                  .document = {},
                  .current_revision = target.revision};
  const std::int64_t words = row.integer(18);
  TRY(add_document(connection, words, reading));
  std::vector<Entry> entries{std::move(reading.entry)};
  TRY(add_contradictions(connection, entries));
  reading.entry = std::move(entries.front());
  return reading;
}

/// Newest first. Records of one type and status have an index for that; for all others the log of
/// changes is read backwards, in which each stands where it was written.
std::string list_query(const Filter& filter) {
  const bool has_index = filter.type && !filter.status.empty() && !filter.as_of;
  const std::string rows(rows_of(filter));
  const std::string from =
      has_index ? rows + " v" : "changes c CROSS JOIN " + rows + " v ON v.position = c.position";
  const std::string place = has_index ? "v.position" : "c.position";
  const std::string in_log = has_index ? "" : " AND c.project = ?1 AND c.position > ?8";
  return base::format(
      "SELECT {0} FROM {1} WHERE {2}{3} AND (?10 = 0 OR {4} < ?10) ORDER BY {4} DESC LIMIT ?11",
      entry_columns,
      from,
      condition_of(filter),
      in_log,
      place);
}

base::Result<std::int64_t> unread_by(sqlite::Connection& connection,
                                     const std::string& project,
                                     const std::string& agent) {
  auto row = TRY(connection.prepare(
      "SELECT count(*) FROM changes WHERE project = ?1 AND agent <> ?2 AND position > coalesce(("
      "SELECT position FROM acknowledged WHERE project = ?1 AND agent = ?2), 0)"));
  TRY(row.bind(project, agent));
  TRY(row.step());
  return row.integer(0);
}

base::Result<std::vector<Count>> counts_in_force(sqlite::Connection& connection,
                                                 const std::string& project) {
  auto rows = TRY(connection.prepare(
      "SELECT type, status, count(*) FROM records WHERE project = ? AND superseded_by IS NULL "
      "GROUP BY type, status ORDER BY type, status"));
  TRY(rows.bind(project));
  std::vector<Count> counts;
  while (TRY(rows.step()))
    counts.push_back({text_in(rows, 0), text_in(rows, 1), rows.integer(2)});
  return counts;
}

}  // namespace

base::Result<Target> RecordStore::target(std::stop_token stop,
                                         const std::string& id,
                                         const std::string& project) {
  return database_.read<Target>(
      stop, [&](sqlite::Connection& connection) { return target_in(connection, id, project); });
}

base::Result<std::string> RecordStore::read(std::stop_token stop,
                                            const Wanted& wanted,
                                            base::Instant now) {
  return database_.read<std::string>(
      stop, [&](sqlite::Connection& connection) -> base::Result<std::string> {
        const Target target = TRY(target_in(connection, wanted.id, wanted.project));
        const Reading reading = TRY(reading_of(connection, target, wanted));
        return record_json(connection, reading, now);
      });
}

base::Result<std::string> RecordStore::document(std::stop_token stop,
                                                const std::string& id,
                                                const std::string& project) {
  return database_.read<std::string>(
      stop, [&](sqlite::Connection& connection) -> base::Result<std::string> {
        const Target target = TRY(target_in(connection, id, project));
        Reading reading;
        TRY(add_document(connection, target.position, reading));
        return reading.document;
      });
}

base::Result<Found> RecordStore::list(std::stop_token stop,
                                      const Filter& filter,
                                      std::int64_t before,
                                      std::size_t count) {
  return database_.read<Found>(stop, [&](sqlite::Connection& connection) -> base::Result<Found> {
    auto rows = TRY(connection.prepare(list_query(filter)));
    TRY(bind_filter(rows, filter, before, static_cast<std::int64_t>(count) + 1));
    Found found;
    while (TRY(rows.step())) {
      found.more = found.entries.size() == count;
      if (found.more) break;
      found.entries.push_back(TRY(entry_of(rows)));
    }
    TRY(add_contradictions(connection, found.entries));
    found.newest = TRY(newest_position(connection));
    return found;
  });
}

base::Result<History> RecordStore::history(std::stop_token stop,
                                           const std::string& id,
                                           const std::string& project) {
  return database_.read<History>(
      stop, [&](sqlite::Connection& connection) -> base::Result<History> {
        const Target target = TRY(target_in(connection, id, project));
        History history{.id = id, .changes = {}, .before = {}, .after = target.superseded_by};
        auto rows = TRY(connection.prepare(
            std::string(changes_query) + "WHERE c.position = ?1 UNION ALL " + changes_query +
            "WHERE c.record = ?1 AND c.kind <> 'written' ORDER BY 1"));
        TRY(rows.bind(target.position));
        while (TRY(rows.step()))
          history.changes.push_back(TRY(change_of(rows)));
        auto before = TRY(
            connection.prepare("SELECT id FROM records WHERE superseded_by = ? ORDER BY position"));
        TRY(before.bind(target.position));
        while (TRY(before.step()))
          history.before.push_back(text_in(before, 0));
        return history;
      });
}

base::Result<Standing> RecordStore::standing(std::stop_token stop,
                                             const std::string& project,
                                             const std::string& agent,
                                             base::Instant now) {
  return database_.read<
      Standing>(stop, [&](sqlite::Connection& connection) -> base::Result<Standing> {
    Standing standing;
    standing.in_force = TRY(counts_in_force(connection, project));
    auto others = TRY(connection.prepare(
        "SELECT coalesce(sum(superseded_by IS NOT NULL), 0), coalesce(sum(superseded_by IS NULL "
        "AND (review_by_ms <= ?2 OR valid_until_ms <= ?2)), 0), coalesce(sum(superseded_by IS "
        "NULL AND failed > worked), 0) FROM records WHERE project = ?1"));
    TRY(others.bind(project, milliseconds_of(now)));
    TRY(others.step());
    standing.superseded = others.integer(0);
    standing.due = others.integer(1);
    standing.doubted = others.integer(2);
    standing.unread = TRY(unread_by(connection, project, agent));
    standing.newest = TRY(newest_position(connection));
    return standing;
  });
}

}  // namespace memory
