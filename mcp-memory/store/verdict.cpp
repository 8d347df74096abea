#include "mcp-memory/store/verdict.hpp"

#include "base/format.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/entries.hpp"
#include "mcp-memory/store/relations.hpp"
#include "mcp-memory/store/revisions.hpp"
#include "mcp-memory/store/tombstones.hpp"

namespace memory {
namespace {

using Kind = Verdict::Kind;

Verdict conflict(std::string reason) {
  return {.kind = Kind::conflict, .reason = std::move(reason)};
}

/// After a change was appended.
base::Result<Verdict> applied(sqlite::Connection& connection) {
  return Verdict{.kind = Kind::applied, .position = TRY(newest_position(connection))};
}

base::Result<std::optional<Target>> known(sqlite::Connection& connection, const std::string& id) {
  auto target = target_of(connection, id);
  if (target) return std::optional<Target>(std::move(target).value());
  if (target.error().kind != base::ErrorKind::not_found) return target.error();
  return std::optional<Target>();
}

Verdict unknown(const std::string& id) {
  return conflict(base::format("there is no record {}", id));
}

base::Result<Verdict> judge_written(sqlite::Connection& connection,
                                    const ExportedChange& change,
                                    const Kept& kept,
                                    const Heard& heard) {
  if (change.revision != 1) return base::invalid("/revision: what is written has revision 1");
  if (!heard.record) {
    const std::int64_t position =
        TRY(insert_unindexed(connection, change.id, kept, occasion_of(change)));
    if (heard.missing) TRY(found_successor(connection, *heard.missing, position));
    return Verdict{.kind = Kind::applied, .position = position};
  }
  const Target there = TRY(target_of(connection, change.id));
  const bool is_same = there.agent == change.agent && there.project == change.project &&
                       TRY(known_document(connection, there, 1)) == kept.document;
  if (is_same) return Verdict{.kind = Kind::moot};
  return base::invalid(base::format("/id: {} is the id of another record", change.id));
}

base::Result<Verdict> judge_updated(sqlite::Connection& connection,
                                    const ExportedChange& change,
                                    const Kept& kept,
                                    const Target& target) {
  if (target.agent != change.agent) {
    return base::invalid(base::format(
        "/agent: only {} may update record {}, not {}", target.agent, change.id, change.agent));
  }
  if (target.type != change.record->type)
    return base::invalid("/record/type: is another than that of the record");
  if (!target.superseded_by.empty())
    return conflict(
        base::format("{} was superseded by {} before", change.id, target.superseded_by));
  const std::string now = TRY(known_document(connection, target, target.revision));
  const bool is_seen = change.replaces.empty() || change.replaces == document_digest(now);
  if (change.revision == target.revision + 1 && is_seen) {
    TRY(insert_revision(connection, target, kept, occasion_of(change)));
    return applied(connection);
  }
  const std::string there = TRY(known_document(connection, target, change.revision));
  if (there == kept.document) return Verdict{.kind = Kind::moot};
  if (!there.empty())
    return conflict(base::format("{} got another revision {} before", change.id, change.revision));
  return conflict(base::format("{} has another revision {} than the one that {} was written for",
                               change.id,
                               target.revision,
                               change.revision));
}

base::Result<Verdict> judge_superseded(sqlite::Connection& connection,
                                       const ExportedChange& change,
                                       const Target& target) {
  if (!target.superseded_by.empty())
    return conflict(
        base::format("{} was superseded by {} before", change.id, target.superseded_by));
  const std::int64_t by = TRY(successor_position(connection, change.by));
  const auto possible = check_succession(connection, target, by);
  if (!possible && possible.error().kind == base::ErrorKind::conflict)
    return Verdict{.kind = Kind::conflict, .reason = possible.error().message, .is_cycle = true};
  TRY(possible);
  const Successor successor{by, change.by, change.reason};
  TRY(mark_superseded(connection, target, successor, occasion_of(change)));
  return applied(connection);
}

base::Result<Verdict> judge_link(sqlite::Connection& connection,
                                 const ExportedChange& change,
                                 const Target& target) {
  const auto to = TRY(known(connection, change.to));
  if (!to) return unknown(change.to);
  const LinkedTargets link{target, change.relation, *to, change.note};
  TRY(set_link(connection, link, change.kind, occasion_of(change)));
  TRY(append_link(connection, link, change.kind, occasion_of(change)));
  return applied(connection);
}

base::Result<Verdict> judge_confirmed(sqlite::Connection& connection,
                                      const ExportedChange& change,
                                      Target target) {
  target.revision = change.revision;
  TRY(add_confirmation(connection, target, change.outcome, change.evidence, occasion_of(change)));
  return applied(connection);
}

/// Of two tombstones the one that is first in the log counts.
base::Result<Verdict> judge_purged(sqlite::Connection& connection, const ExportedChange& change) {
  if (TRY(is_purged(connection, change.id)) && !TRY(withdraw_tombstone(connection, change.id)))
    return Verdict{.kind = Kind::moot};
  const Tombstone tombstone{change.id, change.type, change.reason, change.revision};
  TRY(leave_tombstone(connection, tombstone, occasion_of(change)));
  return applied(connection);
}

base::Result<bool> is_moot(sqlite::Connection& connection,
                           const ExportedChange& change,
                           const Heard& heard) {
  if (heard.tombstone) return true;
  return !change.to.empty() && TRY(is_purged(connection, change.to));
}

}  // namespace

base::Result<Verdict> judge(sqlite::Connection& connection,
                            const ExportedChange& change,
                            const Kept* kept) {
  if (change.kind == ChangeKind::purged) return judge_purged(connection, change);
  const Heard heard = TRY(heard_of(connection, change.id));
  if (TRY(is_moot(connection, change, heard))) return Verdict{.kind = Kind::moot};
  std::optional<Kept> made;
  if (change.record && kept == nullptr) {
    made.emplace(TRY(kept_form(*change.record, change.project)));
    kept = &*made;
  }
  if (change.kind == ChangeKind::written) return judge_written(connection, change, *kept, heard);
  if (!heard.record) return unknown(change.id);
  const Target target = TRY(target_of(connection, change.id));
  if (target.project != change.project)
    return base::invalid("/project: is another than that of the record");
  switch (change.kind) {
    case ChangeKind::updated:
      return judge_updated(connection, change, *kept, target);
    case ChangeKind::superseded:
      return judge_superseded(connection, change, target);
    case ChangeKind::confirmed:
      return judge_confirmed(connection, change, target);
    default:
      return judge_link(connection, change, target);
  }
}

base::Result<void> confirm_effect(sqlite::Connection& connection, const ExportedChange& change) {
  const bool counts_last = change.kind == ChangeKind::linked ||
                           change.kind == ChangeKind::unlinked ||
                           change.kind == ChangeKind::confirmed;
  if (!counts_last) return {};
  const auto target = TRY(known(connection, change.id));
  if (!target) return {};
  if (change.kind == ChangeKind::confirmed)
    return set_confirmation(connection, *target, change.outcome, occasion_of(change));
  const auto to = TRY(known(connection, change.to));
  if (!to) return {};
  return set_link(
      connection, {*target, change.relation, *to, change.note}, change.kind, occasion_of(change));
}

base::Result<void> take_back(sqlite::Connection& connection,
                             const ExportedChange& change,
                             std::int64_t position) {
  const Target target = TRY(target_of(connection, change.id));
  if (change.kind == ChangeKind::superseded) {
    TRY(execute(connection,
                "UPDATE records SET superseded_by = NULL, superseded_ms = NULL WHERE position = ?",
                target.position));
  } else {
    TRY(restore_revision(connection, target));
  }
  TRY(execute(connection, "DELETE FROM changes WHERE position = ?", position));
  return {};
}

}  // namespace memory
