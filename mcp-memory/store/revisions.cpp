#include "mcp-memory/store/revisions.hpp"

#include "base/format.hpp"
#include "mcp-memory/store/columns.hpp"

namespace memory {

base::Result<std::string> known_document(sqlite::Connection& connection,
                                         const Target& target,
                                         std::int64_t revision) {
  auto row = TRY(connection.prepare(
      revision == target.revision
          ? "SELECT document FROM documents WHERE position = ?1 AND ?2 > 0"
          : "SELECT document FROM past_revisions WHERE record = ?1 AND revision = ?2"));
  TRY(row.bind(target.position, revision));
  if (!TRY(row.step())) return std::string();
  return text_in(row, 0);
}

base::Result<void> check_succession(sqlite::Connection& connection,
                                    const Target& target,
                                    std::int64_t by) {
  auto row = TRY(connection.prepare(
      "WITH RECURSIVE later(position) AS (SELECT ?1 UNION SELECT r.superseded_by FROM records r "
      "JOIN later USING (position) WHERE r.superseded_by IS NOT NULL) "
      "SELECT 1 FROM later WHERE position = ?2"));
  TRY(row.bind(by, target.position));
  if (!TRY(row.step())) return {};
  return base::conflict(
      base::format("record {} takes the place of the one that is to replace it", target.id));
}

}  // namespace memory
