#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/derived.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "mcp-memory/store/statements.hpp"
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
};

base::Result<void> remove_all_words(sqlite::Connection& connection, std::int64_t position) {
  auto revisions = TRY(
      connection.prepare("SELECT position, document FROM documents WHERE position = ?1 UNION ALL "
                         "SELECT words, document FROM past_revisions WHERE record = ?1"));
  TRY(revisions.bind(position));
  while (TRY(revisions.step())) {
    const IndexedTexts texts = TRY(indexed_texts_in(revisions.text(1)));
    TRY(remove_words(connection, revisions.integer(0), texts));
  }
  return {};
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

base::Result<std::int64_t> position_of(sqlite::Connection& connection, const std::string& id) {
  auto purged = TRY(connection.prepare("SELECT record FROM purged WHERE id = ?"));
  TRY(purged.bind(id));
  if (TRY(purged.step())) return purged.integer(0);
  return TRY(target_of(connection, id)).position;
}

base::Result<void> leave_tombstone(sqlite::Connection& connection,
                                   const Tombstone& tombstone,
                                   const Occasion& occasion) {
  auto known = TRY(connection.prepare("SELECT position FROM records WHERE id = ?"));
  TRY(known.bind(tombstone.id));
  const bool exists = TRY(known.step());
  const std::int64_t position = exists ? known.integer(0) : TRY(next_position(connection));
  TRY(append_change(connection, {ChangeKind::purged, position, tombstone.revision}, occasion));
  if (exists) TRY(remove_record(connection, position));
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
