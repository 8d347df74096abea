// The canonical dump of a projection: what the log says, without anything that is this machine's
// own (positions, order of arrival, what waits in the outbox).

#include <array>

#include "json/writer.hpp"
#include "mcp-memory/store/projection.hpp"

namespace memory {
namespace {

/// Each gives rows of one text or number in every column, in an order that depends on nothing but
/// the log.
constexpr std::array<const char*, 7> parts = {
    "SELECT 'change', l.sequence, l.change_id, c.kind FROM logged l JOIN changes c USING "
    "(position) "
    "WHERE c.kind = 'purged' OR c.record IN (SELECT position FROM records) ORDER BY l.sequence",

    "SELECT 'record', r.id, r.project, r.type, r.status, r.agent, r.created_ms, r.revision, "
    "r.began_ms, s.id, r.superseded_ms, r.worked, r.failed, r.content_hash, "
    "d.run_id, d.trace_id, d.document FROM records r JOIN documents d USING (position) "
    "LEFT JOIN successors s ON s.position = r.superseded_by "
    "WHERE r.position IN (SELECT position FROM logged) ORDER BY r.id",

    "SELECT 'revision', r.id, p.revision, p.began_ms, p.ended_ms, p.run_id, p.document "
    "FROM past_revisions p JOIN records r ON r.position = p.record ORDER BY r.id, p.revision",

    "SELECT 'link', a.id, l.relation, b.id, l.agent, l.at_ms, l.note FROM links l "
    "JOIN records a ON a.position = l.from_record JOIN records b ON b.position = l.to_record "
    "ORDER BY a.id, l.relation, b.id",

    "SELECT 'confirmation', r.id, f.agent, f.outcome, f.at_ms FROM confirmations f "
    "JOIN records r ON r.position = f.record ORDER BY r.id, f.agent",

    "SELECT 'purged', id, project, type, agent, at_ms, reason FROM purged ORDER BY id",

    "SELECT 'refused', sequence, change_id, reason FROM conflicts UNION ALL "
    "SELECT 'quarantined', sequence, subject, reason FROM quarantined ORDER BY 2",
};

std::string line_of(const sqlite::Statement& row) {
  json::Writer out;
  out.begin_list();
  for (int column = 0; column < row.columns(); ++column)
    out.text(row.text(column));
  return out.end_list().take();
}

}  // namespace

base::Result<void> Projection::dump(std::stop_token stop,
                                    const std::function<void(const std::string& line)>& take) {
  return database_.read<void>(stop, [&](sqlite::Connection& connection) -> base::Result<void> {
    for (const char* part : parts) {
      auto rows = TRY(connection.prepare(part));
      TRY(rows.bind());
      while (TRY(rows.step()))
        take(line_of(rows));
    }
    return {};
  });
}

}  // namespace memory
