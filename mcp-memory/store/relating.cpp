#include "base/format.hpp"
#include "json/writer.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "mcp-memory/store/relations.hpp"

namespace memory {
namespace {

LogLine line_of(ChangeKind kind, const LinkedTargets& link) {
  json::Writer detail;
  detail.begin_object().member("relation", link.relation).member("to", link.to.id);
  if (!link.note.empty()) detail.member("note", link.note);
  return {kind, link.from.position, link.from.revision, detail.end_object().take()};
}

/// Gives how many there were.
base::Result<std::int64_t> delete_link(sqlite::Connection& connection, const LinkedTargets& link) {
  return execute(connection,
                 "DELETE FROM links WHERE from_record = ? AND relation = ? AND to_record = ?",
                 link.from.position,
                 link.relation,
                 link.to.position);
}

struct Ends {
  Target from;
  Target to;
};

base::Result<Ends> ends_of(sqlite::Connection& connection,
                           const Link& link,
                           const std::string& project) {
  if (link.from == link.to)
    return base::invalid("to: a record cannot be linked to itself; name another one");
  Target from = TRY(target_in(connection, link.from, project));
  Target to = TRY(target_in(connection, link.to, project));
  return Ends{std::move(from), std::move(to)};
}

base::Result<Trust> trust_in(sqlite::Connection& connection, const Target& target) {
  auto row = TRY(connection.prepare("SELECT worked, failed FROM records WHERE position = ?"));
  TRY(row.bind(target.position));
  TRY(row.step());
  return Trust{row.integer(0), row.integer(1)};
}

}  // namespace

base::Result<bool> add_link(sqlite::Connection& connection,
                            const LinkedTargets& link,
                            const Occasion& occasion) {
  const std::int64_t added = TRY(execute(connection,
                                         "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?) "
                                         "ON CONFLICT DO NOTHING",
                                         link.from.position,
                                         link.relation,
                                         link.to.position,
                                         occasion.author.agent,
                                         milliseconds_of(occasion.at),
                                         link.note));
  if (added == 0) return false;
  TRY(append_change(connection, line_of(ChangeKind::linked, link), occasion));
  return true;
}

base::Result<bool> remove_link(sqlite::Connection& connection,
                               const LinkedTargets& link,
                               const Occasion& occasion) {
  const std::int64_t removed = TRY(delete_link(connection, link));
  if (removed == 0) return false;
  TRY(append_change(connection, line_of(ChangeKind::unlinked, link), occasion));
  return true;
}

base::Result<void> add_confirmation(sqlite::Connection& connection,
                                    const Target& target,
                                    std::string_view outcome,
                                    const std::string& evidence,
                                    const Occasion& occasion) {
  json::Writer detail;
  detail.begin_object().member("outcome", outcome).member("evidence", evidence).end_object();
  const LogLine line{ChangeKind::confirmed, target.position, target.revision, detail.take()};
  TRY(append_change(connection, line, occasion));
  return set_confirmation(connection, target, outcome, occasion);
}

base::Result<void> set_confirmation(sqlite::Connection& connection,
                                    const Target& target,
                                    std::string_view outcome,
                                    const Occasion& occasion) {
  if (occasion.author.agent == target.agent) return {};
  TRY(execute(connection,
              "INSERT INTO confirmations VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
              "outcome = excluded.outcome, at_ms = excluded.at_ms",
              target.position,
              occasion.author.agent,
              outcome,
              milliseconds_of(occasion.at)));
  TRY(execute(connection,
              "UPDATE records SET (worked, failed) = (SELECT sum(outcome = 'worked'), "
              "sum(outcome = 'failed') FROM confirmations WHERE record = ?1) WHERE position = ?1",
              target.position));
  return {};
}

base::Result<void> set_link(sqlite::Connection& connection,
                            const LinkedTargets& link,
                            ChangeKind kind,
                            const Occasion& occasion) {
  if (kind == ChangeKind::unlinked) {
    TRY(delete_link(connection, link));
    return {};
  }
  TRY(execute(connection,
              "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?)",
              link.from.position,
              link.relation,
              link.to.position,
              occasion.author.agent,
              milliseconds_of(occasion.at),
              link.note));
  return {};
}

base::Result<void> append_link(sqlite::Connection& connection,
                               const LinkedTargets& link,
                               ChangeKind kind,
                               const Occasion& occasion) {
  TRY(append_change(connection, line_of(kind, link), occasion));
  return {};
}

base::Result<bool> RecordStore::relate(const Writing& writing,
                                       const Link& link,
                                       const Occasion& occasion,
                                       ChangeLink change) {
  return write<bool>(writing, [&](sqlite::Connection& connection) -> base::Result<bool> {
    const Ends ends = TRY(ends_of(connection, link, occasion.author.project));
    return change(connection, {ends.from, name_of(link.relation), ends.to, link.note}, occasion);
  });
}

base::Result<bool> RecordStore::link(const Writing& writing,
                                     const Link& link,
                                     const Occasion& occasion) {
  return relate(writing, link, occasion, add_link);
}

base::Result<bool> RecordStore::unlink(const Writing& writing,
                                       const Link& link,
                                       const Occasion& occasion) {
  return relate(writing, link, occasion, remove_link);
}

base::Result<Trust> RecordStore::confirm(const Writing& writing,
                                         const Confirmation& confirmation,
                                         const Occasion& occasion) {
  return write<Trust>(writing, [&](sqlite::Connection& connection) -> base::Result<Trust> {
    const Target target = TRY(target_in(connection, confirmation.id, occasion.author.project));
    if (target.type != RecordType::pattern && target.type != RecordType::runbook) {
      return base::invalid(
          base::format("{} is a {}; patterns and runbooks are confirmed, others are updated, "
                       "superseded or linked",
                       target.id,
                       name_of(target.type)));
    }
    TRY(require_in_force(target));
    TRY(add_confirmation(
        connection, target, name_of(confirmation.outcome), confirmation.evidence, occasion));
    Trust trust = TRY(trust_in(connection, target));
    trust.counts = occasion.author.agent != target.agent;
    return trust;
  });
}

}  // namespace memory
