#include "json/writer.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/store/exported_line.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {
namespace {

using Take = std::function<base::Result<void>(const std::string&)>;

struct ExportedRow {
  std::string_view kind;
  std::string_view id;
  std::int64_t at_ms;
  std::string_view agent;
  std::string_view project;
  std::string_view run_id;
  std::string_view trace_id;
  std::int64_t revision;
};

/// All but the closing brace.
std::string opened(const ExportedRow& row) {
  json::Writer out;
  out.begin_object().member("change", row.kind).member("id", row.id);
  out.member("at", base::to_iso(instant_of(row.at_ms)));
  out.member("agent", row.agent).member("project", row.project);
  if (!row.run_id.empty()) out.member("run_id", row.run_id);
  if (!row.trace_id.empty()) out.member("trace_id", row.trace_id);
  out.member("revision", row.revision);
  return out.take();
}

/// Up to its conditions on c.
constexpr const char* tombstones_query =
    "SELECT p.id, p.at_ms, p.agent, p.project, c.run_id, c.trace_id, c.revision, p.type, p.reason "
    "FROM changes c JOIN purged p ON p.record = c.record WHERE c.kind = 'purged' AND ";

std::string tombstone_in(const sqlite::Statement& row) {
  json::Writer detail;
  detail.begin_object().member("reason", row.text(8)).member("type", row.text(7)).end_object();
  const std::string line = opened({"purged",
                                   row.text(0),
                                   row.integer(1),
                                   row.text(2),
                                   row.text(3),
                                   row.text(4),
                                   row.text(5),
                                   row.integer(6)});
  return line + "," + detail.take().substr(1);
}

/// Up to its conditions on c.
constexpr const char* others_query =
    "SELECT c.kind, r.id, c.at_ms, c.agent, c.project, c.run_id, c.trace_id, c.revision, c.detail, "
    "CASE WHEN c.kind NOT IN ('written', 'updated') THEN NULL WHEN r.revision = c.revision THEN "
    "(SELECT d.document FROM documents d WHERE d.position = r.position) ELSE "
    "(SELECT p.document FROM past_revisions p WHERE p.record = r.position AND p.revision = "
    "c.revision) END FROM changes c JOIN records r ON r.position = c.record WHERE ";

std::string other_in(const sqlite::Statement& row) {
  std::string line = opened({row.text(0),
                             row.text(1),
                             row.integer(2),
                             row.text(3),
                             row.text(4),
                             row.text(5),
                             row.text(6),
                             row.integer(7)});
  const std::string_view members = row.text(8).substr(1);  // with the closing brace
  if (members.size() > 1) line.append(",").append(members.substr(0, members.size() - 1));
  if (!row.is_null(9)) line.append(",\"record\":").append(row.text(9));
  return line + "}";
}

constexpr const char* in_project = "(?1 = '' OR c.project = ?1) ORDER BY c.position";

/// Tombstones come first: whoever brings them in then knows why others lead nowhere.
base::Result<void> export_tombstones(sqlite::Connection& connection,
                                     const std::string& project,
                                     const Take& take) {
  auto rows = TRY(connection.prepare(std::string(tombstones_query) + in_project));
  TRY(rows.bind(project));
  while (TRY(rows.step()))
    TRY(take(tombstone_in(rows)));
  return {};
}

base::Result<void> export_others(sqlite::Connection& connection,
                                 const std::string& project,
                                 const Take& take) {
  auto rows = TRY(connection.prepare(std::string(others_query) + in_project));
  TRY(rows.bind(project));
  while (TRY(rows.step()))
    TRY(take(other_in(rows)));
  return {};
}

}  // namespace

base::Result<std::string> exported_line(sqlite::Connection& connection, std::int64_t position) {
  auto other = TRY(connection.prepare(std::string(others_query) + "c.position = ?"));
  TRY(other.bind(position));
  if (TRY(other.step())) return other_in(other);
  auto tombstone = TRY(connection.prepare(std::string(tombstones_query) + "c.position = ?"));
  TRY(tombstone.bind(position));
  if (TRY(tombstone.step())) return tombstone_in(tombstone);
  return std::string();
}

base::Result<void> RecordStore::export_changes(std::stop_token stop,
                                               const std::string& project,
                                               const Take& take) {
  return database_.read<void>(stop, [&](sqlite::Connection& connection) -> base::Result<void> {
    TRY(take(export_opening()));
    TRY(export_tombstones(connection, project, take));
    return export_others(connection, project, take);
  });
}

}  // namespace memory
