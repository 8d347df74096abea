#include "mcp-memory/store/target.hpp"

#include "base/format.hpp"
#include "mcp-memory/store/columns.hpp"

namespace memory {
namespace {

base::Result<Target> no_such_record(sqlite::Connection& connection, const std::string& id) {
  auto purged = TRY(connection.prepare("SELECT agent, at_ms, reason FROM purged WHERE id = ?"));
  TRY(purged.bind(id));
  if (!TRY(purged.step())) {
    return base::not_found(
        base::format("no record has the id {}; find_records searches by words", id));
  }
  return base::not_found(base::format("record {} was purged by {} on {}: {}",
                                      id,
                                      purged.text(0),
                                      base::to_iso(instant_of(purged.integer(1))),
                                      purged.text(2)));
}

}  // namespace

base::Result<Target> target_of(sqlite::Connection& connection, const std::string& id) {
  auto row = TRY(connection.prepare(
      "SELECT v.position, v.project, v.type, v.agent, v.status, v.title, v.summary, v.revision, "
      "(SELECT s.id FROM successors s WHERE s.position = v.superseded_by) "
      "FROM records v WHERE v.id = ?"));
  TRY(row.bind(id));
  if (!TRY(row.step())) return no_such_record(connection, id);
  return Target{.position = row.integer(0),
                .id = id,
                .project = text_in(row, 1),
                .type = TRY(type_of(row.text(2))),
                .agent = text_in(row, 3),
                .status = text_in(row, 4),
                .title = text_in(row, 5),
                .summary = text_in(row, 6),
                .revision = row.integer(7),
                .superseded_by = text_in(row, 8)};
}

base::Result<Target> target_in(sqlite::Connection& connection,
                               const std::string& id,
                               const std::string& project) {
  Target target = TRY(target_of(connection, id));
  if (target.project == project) return target;
  return base::not_found(base::format(
      "record {} belongs to project {}, not to {}; tools that read take \"project\": \"{}\"",
      id,
      target.project,
      project,
      target.project));
}

base::Result<void> require_in_force(const Target& target) {
  if (target.superseded_by.empty()) return {};
  return base::conflict(base::format(
      "{} was superseded by {}; go on with that one", target.id, target.superseded_by));
}

}  // namespace memory
