#include <optional>

#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/derived.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "mcp-memory/store/tombstones.hpp"

namespace memory {
namespace {

/// In this order, each with the record's position; a few say its id as well.
constexpr const char* removals[] = {
    "DELETE FROM record_bands WHERE position = ?1",
    "DELETE FROM past_revisions WHERE record = ?1",
    "DELETE FROM documents WHERE position = ?1",
    "DELETE FROM links WHERE from_record = ?1 OR to_record = ?1",
    "DELETE FROM confirmations WHERE record = ?1",
    // Words that others wrote about it may repeat what it said.
    "UPDATE changes SET detail = '{}' WHERE record = ?1",
    ("DELETE FROM changes WHERE kind IN ('linked', 'unlinked') AND "
     "detail ->> 'to' = (SELECT id FROM records WHERE position = ?1)"),
    "DELETE FROM records WHERE position = ?1",
    "DELETE FROM missing_successors WHERE record = ?1",
};

// Whether records would have replaced each other cannot be told any more when one of them is gone.
#define REFUSED_WITH "conflicts WHERE instr(line, ?1) > 0 OR is_cycle"
#define SET_ASIDE_WITH "quarantined WHERE instr(subject || about || excerpt, ?1) > 0"

/// In this order, each with the record's id.
constexpr const char* forgetting[] = {
    ("INSERT OR IGNORE INTO left_in_log SELECT ?1, l.sequence FROM logged l JOIN changes c "
     "USING (position) WHERE c.record = (SELECT position FROM records WHERE id = ?1) "
     "OR c.detail ->> 'to' = ?1"),
    "INSERT OR IGNORE INTO left_in_log SELECT ?1, sequence FROM " REFUSED_WITH,
    "INSERT OR IGNORE INTO left_in_log SELECT ?1, sequence FROM " SET_ASIDE_WITH,
    "DELETE FROM " REFUSED_WITH,
    "DELETE FROM " SET_ASIDE_WITH,
    // That it took another's place stays said, as it does in the log.
    ("DELETE FROM outbox WHERE kind <> 'purged' AND "
     "(record_id = ?1 OR (other_id = ?1 AND kind <> 'superseded'))"),
};

constexpr const char* withdrawing[] = {
    ("DELETE FROM changes WHERE kind = 'purged' AND "
     "record = (SELECT record FROM purged WHERE id = ?1)"),
    "INSERT INTO missing_successors SELECT record, id FROM purged WHERE id = ?1",
    "DELETE FROM purged WHERE id = ?1",
};

base::Result<void> remove_all_words(sqlite::Connection& connection, std::int64_t position) {
  auto revisions = TRY(
      connection.prepare("SELECT position, document FROM documents WHERE position = ?1 UNION ALL "
                         "SELECT words, document FROM past_revisions WHERE record = ?1"));
  TRY(revisions.bind(position));
  while (TRY(revisions.step())) {
    const IndexedTexts texts = TRY(indexed_texts_in(revisions.text(1)));
    TRY(remove_texts(connection, revisions.integer(0), texts));
  }
  return {};
}

/// Of the record, or of what others were replaced with under its id; nothing if it is new here.
base::Result<std::optional<std::int64_t>> place_of(sqlite::Connection& connection,
                                                   const std::string& id) {
  auto row = TRY(connection.prepare("SELECT position FROM successors WHERE id = ?"));
  TRY(row.bind(id));
  std::optional<std::int64_t> position;
  if (TRY(row.step())) position = row.integer(0);
  return position;
}

base::Result<void> remove_record(sqlite::Connection& connection, std::int64_t position) {
  TRY(remove_all_words(connection, position));
  for (const char* removal : removals)
    TRY(execute(connection, removal, position));
  return {};
}

}  // namespace

base::Result<bool> is_purged(sqlite::Connection& connection, const std::string& id) {
  auto row = TRY(connection.prepare("SELECT 1 FROM purged WHERE id = ?"));
  TRY(row.bind(id));
  return row.step();
}

base::Result<Heard> heard_of(sqlite::Connection& connection, const std::string& id) {
  auto row =
      TRY(connection.prepare("SELECT EXISTS (SELECT 1 FROM records WHERE id = ?1), "
                             "EXISTS (SELECT 1 FROM purged WHERE id = ?1), "
                             "(SELECT record FROM missing_successors WHERE id = ?1)"));
  TRY(row.bind(id));
  TRY(row.step());
  Heard heard{.record = row.integer(0) != 0, .tombstone = row.integer(1) != 0};
  if (!row.is_null(2)) heard.missing = row.integer(2);
  return heard;
}

base::Result<std::int64_t> position_of(sqlite::Connection& connection, const std::string& id) {
  auto purged = TRY(connection.prepare("SELECT record FROM purged WHERE id = ?"));
  TRY(purged.bind(id));
  if (TRY(purged.step())) return purged.integer(0);
  return TRY(target_of(connection, id)).position;
}

base::Result<void> forget_what_named(sqlite::Connection& connection, const std::string& id) {
  for (const char* step : forgetting)
    TRY(execute(connection, step, id));
  return {};
}

base::Result<std::int64_t> successor_position(sqlite::Connection& connection,
                                              const std::string& id) {
  const auto known = TRY(place_of(connection, id));
  if (known) return *known;
  TRY(execute(connection,
              "INSERT INTO missing_successors "
              "SELECT coalesce(min(record), 0) - 1, ? FROM missing_successors",
              id));
  return TRY(place_of(connection, id)).value_or(0);
}

base::Result<void> found_successor(sqlite::Connection& connection,
                                   std::int64_t missing,
                                   std::int64_t position) {
  TRY(execute(connection,
              "UPDATE records SET superseded_by = ?2 WHERE superseded_by = ?1",
              missing,
              position));
  TRY(execute(connection, "DELETE FROM missing_successors WHERE record = ?", missing));
  return {};
}

base::Result<void> leave_tombstone(sqlite::Connection& connection,
                                   const Tombstone& tombstone,
                                   const Occasion& occasion) {
  const auto known = TRY(place_of(connection, tombstone.id));
  const std::int64_t position = known ? *known : TRY(next_position(connection));
  TRY(append_change(connection, {ChangeKind::purged, position, tombstone.revision}, occasion));
  TRY(forget_what_named(connection, tombstone.id));
  if (known) TRY(remove_record(connection, position));
  TRY(execute(connection,
              "INSERT INTO purged VALUES (?, ?, ?, ?, ?, ?, ?)",
              position,
              tombstone.id,
              occasion.author.project,
              tombstone.type,
              occasion.author.agent,
              milliseconds_of(occasion.at),
              tombstone.reason));
  return {};
}

base::Result<bool> withdraw_tombstone(sqlite::Connection& connection, const std::string& id) {
  const bool waits = TRY(execute(connection,
                                 "UPDATE outbox SET position = NULL WHERE kind = 'purged' AND "
                                 "record_id = ? AND position IS NOT NULL",
                                 id)) > 0;
  if (!waits) return false;
  for (const char* step : withdrawing)
    TRY(execute(connection, step, id));
  return true;
}

base::Result<std::string> RecordStore::purge(const Writing& writing,
                                             const std::string& id,
                                             const std::string& reason,
                                             const Occasion& occasion) {
  const auto bury = [&](sqlite::Connection& connection) -> base::Result<std::string> {
    if (TRY(is_purged(connection, id))) return std::string();
    const Target target = TRY(target_of(connection, id));
    Occasion here = occasion;
    here.author.project = target.project;
    const Tombstone tombstone{id, std::string(name_of(target.type)), reason, target.revision};
    TRY(leave_tombstone(connection, tombstone, here));
    return target.project;
  };
  const std::string project = TRY(write<std::string>(writing, bury));
  TRY(database_.erase_traces(writing.stop));
  return project;
}

base::Result<void> RecordStore::erase_traces(std::stop_token stop) {
  return database_.erase_traces(std::move(stop));
}

}  // namespace memory
