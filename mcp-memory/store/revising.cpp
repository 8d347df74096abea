#include "base/format.hpp"
#include "mcp-memory/store/record_rows.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {
namespace {

base::Error somebody_was_first(const Target& target, std::int64_t expected) {
  return base::conflict(
      base::format("record {} has revision {}, not {}: read it again with get_record, then decide",
                   target.id,
                   target.revision,
                   expected));
}

base::Error not_the_author(const Target& target) {
  return base::invalid(base::format(
      "only its author {} may update record {}; supersede_record puts another in its place, "
      "confirm_record and link_records say something about it",
      target.agent,
      target.id));
}

}  // namespace

base::Result<Stored> RecordStore::revise(const Writing& writing,
                                         const Revision& revision,
                                         const Occasion& occasion) {
  const std::string& project = occasion.author.project;
  const Kept kept = TRY(kept_form(revision.draft, project));
  return write<Stored>(writing, [&](sqlite::Connection& connection) -> base::Result<Stored> {
    const Target target = TRY(target_in(connection, revision.id, project));
    if (target.agent != occasion.author.agent) return not_the_author(target);
    TRY(require_in_force(target));
    const std::string identical = TRY(identical_to(connection, project, kept));
    if (identical == target.id) return Stored{target.id, target.revision, target.agent, false};
    if (target.revision != revision.expected_revision)
      return somebody_was_first(target, revision.expected_revision);
    if (!identical.empty()) {
      return base::conflict(base::format(
          "{} says exactly this already; supersede {} by it instead", identical, target.id));
    }
    TRY(insert_revision(connection, target, kept, occasion));
    return Stored{.id = target.id, .revision = target.revision + 1, .agent = target.agent};
  });
}

}  // namespace memory
