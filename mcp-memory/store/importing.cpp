#include "base/format.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/store/record_rows.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "mcp-memory/store/relations.hpp"
#include "mcp-memory/store/revisions.hpp"
#include "mcp-memory/store/tombstones.hpp"

namespace memory {
namespace {

base::Error differs(const ExportedChange& change) {
  return base::conflict(base::format(
      "revision {} of record {} is here already and says something else; this memory and the "
      "export have gone different ways",
      change.revision,
      change.id));
}

/// Links and confirmations have no number: as many of them as the export has, no more.
base::Result<bool> is_logged(sqlite::Connection& connection,
                             const Target& target,
                             const ExportedChange& change) {
  auto row = TRY(
      connection.prepare("SELECT count(*) FROM changes WHERE record = ? AND kind <> 'written' AND "
                         "kind = ? AND at_ms = "
                         "? AND agent = ? AND coalesce(detail ->> 'to', '') = ? AND "
                         "coalesce(detail ->> 'relation', '') "
                         "= ? AND coalesce(detail ->> 'note', detail ->> 'evidence', '') = ? AND "
                         "coalesce(detail ->> 'outcome', '') = ?"));
  TRY(row.bind(target.position,
               name_of(change.kind),
               milliseconds_of(occasion_of(change).at),
               change.agent,
               change.to,
               change.relation,
               change.note + change.evidence,
               change.outcome));
  TRY(row.step());
  return row.integer(0) >= change.occurrence;
}

/// conflict if one of the records is another project's here.
base::Result<void> check_project(sqlite::Connection& connection, const ExportedChange& change) {
  auto row = TRY(connection.prepare(
      "SELECT id, project FROM records WHERE id IN (?1, ?2, ?3) AND project <> ?4 LIMIT 1"));
  TRY(row.bind(change.id, change.to, change.by, change.project));
  if (!TRY(row.step())) return {};
  return base::conflict(base::format(
      "record {} belongs to project {} here, not to {}", row.text(0), row.text(1), change.project));
}

base::Result<bool> exists(sqlite::Connection& connection, const std::string& id) {
  auto row = TRY(connection.prepare("SELECT 1 FROM records WHERE id = ?"));
  TRY(row.bind(id));
  return row.step();
}

base::Result<Applied> apply_written(sqlite::Connection& connection, const ExportedChange& change) {
  const Kept kept = TRY(kept_form(*change.record, change.project));
  if (change.revision != 1) return base::invalid("/revision: what is written has revision 1");
  if (!TRY(exists(connection, change.id))) {
    TRY(insert_record(connection, change.id, kept, occasion_of(change)));
    return Applied::now;
  }
  const Target target = TRY(target_of(connection, change.id));
  if (TRY(known_document(connection, target, 1)) != kept.document) return differs(change);
  return Applied::before;
}

base::Result<Applied> apply_updated(sqlite::Connection& connection, const ExportedChange& change) {
  const Kept kept = TRY(kept_form(*change.record, change.project));
  const Target target = TRY(target_of(connection, change.id));
  if (change.revision > target.revision + 1) {
    return base::conflict(
        base::format("record {} has revision {} here, so revision {} does not "
                     "follow; lines before this one are missing",
                     change.id,
                     target.revision,
                     change.revision));
  }
  if (change.revision == target.revision + 1) {
    TRY(insert_revision(connection, target, kept, occasion_of(change)));
    return Applied::now;
  }
  if (TRY(known_document(connection, target, change.revision)) != kept.document)
    return differs(change);
  return Applied::before;
}

base::Result<Applied> apply_superseded(sqlite::Connection& connection,
                                       const ExportedChange& change) {
  const Target target = TRY(target_of(connection, change.id));
  if (target.superseded_by == change.by) return Applied::before;
  TRY(require_in_force(target));
  const std::int64_t by = TRY(position_of(connection, change.by));
  TRY(check_succession(connection, target, by));
  TRY(mark_superseded(connection, target, {by, change.by, change.reason}, occasion_of(change)));
  return Applied::now;
}

base::Result<Applied> apply_link(sqlite::Connection& connection, const ExportedChange& change) {
  const Target from = TRY(target_of(connection, change.id));
  if (TRY(is_logged(connection, from, change))) return Applied::before;
  const Target to = TRY(target_of(connection, change.to));
  const Occasion occasion = occasion_of(change);
  const LinkedTargets between{from, change.relation, to, change.note};
  const bool done = change.kind == ChangeKind::linked
                        ? TRY(add_link(connection, between, occasion))
                        : TRY(remove_link(connection, between, occasion));
  return done ? Applied::now : Applied::before;
}

base::Result<Applied> apply_confirmed(sqlite::Connection& connection,
                                      const ExportedChange& change) {
  Target target = TRY(target_of(connection, change.id));
  if (TRY(is_logged(connection, target, change))) return Applied::before;
  target.revision = change.revision;
  TRY(add_confirmation(connection, target, change.outcome, change.evidence, occasion_of(change)));
  return Applied::now;
}

base::Result<Applied> apply_purged(sqlite::Connection& connection, const ExportedChange& change) {
  const Tombstone tombstone{change.id, change.type, change.reason, change.revision};
  TRY(leave_tombstone(connection, tombstone, occasion_of(change)));
  return Applied::now;
}

base::Result<Applied> apply(sqlite::Connection& connection, const ExportedChange& change) {
  if (TRY(is_purged(connection, change.id))) return Applied::before;
  if (!change.to.empty() && TRY(is_purged(connection, change.to))) return Applied::before;
  TRY(check_project(connection, change));
  switch (change.kind) {
    case ChangeKind::written:
      return apply_written(connection, change);
    case ChangeKind::updated:
      return apply_updated(connection, change);
    case ChangeKind::superseded:
      return apply_superseded(connection, change);
    case ChangeKind::linked:
    case ChangeKind::unlinked:
      return apply_link(connection, change);
    case ChangeKind::confirmed:
      return apply_confirmed(connection, change);
    case ChangeKind::purged:
      break;
  }
  return apply_purged(connection, change);
}

/// What concerns this change alone; everything else ends the import.
bool is_of_the_line(const base::Error& error) {
  return error.kind == base::ErrorKind::invalid || error.kind == base::ErrorKind::not_found ||
         error.kind == base::ErrorKind::conflict;
}

}  // namespace

base::Result<std::vector<base::Result<Applied>>> RecordStore::import_changes(
    const Writing& writing, std::span<const ExportedChange> changes) {
  using Results = std::vector<base::Result<Applied>>;
  return write<Results>(writing, [&](sqlite::Connection& connection) -> base::Result<Results> {
    Results results;
    for (const ExportedChange& change : changes) {
      auto applied = apply(connection, change);
      if (!applied && !is_of_the_line(applied.error())) return std::move(applied).error();
      results.push_back(std::move(applied));
    }
    return results;
  });
}

}  // namespace memory
