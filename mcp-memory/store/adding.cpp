#include <algorithm>

#include "base/format.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/fingerprint.hpp"
#include "mcp-memory/store/record_rows.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {
namespace {

/// From here on two records probably say the same.
constexpr double similar_from = 0.5;
constexpr std::size_t similar_shown_max = 3;

/// A band that many records share tells nothing about any of them.
constexpr int records_per_band_max = 40;

#define MATES(band)                                                            \
  "SELECT position FROM (SELECT position FROM record_bands WHERE band = " band \
  " ORDER BY position DESC LIMIT ?1)"
constexpr const char* band_mates_query =
    MATES("?2") " UNION ALL " MATES("?3") " UNION ALL " MATES("?4") " UNION ALL " MATES("?5");
#undef MATES

base::Result<std::vector<std::int64_t>> band_mates(sqlite::Connection& connection,
                                                   const Bands& bands) {
  static_assert(band_count == 4);
  auto rows = TRY(connection.prepare(band_mates_query));
  TRY(rows.bind(records_per_band_max, bands[0], bands[1], bands[2], bands[3]));
  std::vector<std::int64_t> positions;
  while (TRY(rows.step()))
    positions.push_back(rows.integer(0));
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

/// Records in force that say nearly the same, the most similar first.
base::Result<std::vector<Similar>> similar_to(sqlite::Connection& connection,
                                              const std::string& project,
                                              const Kept& kept) {
  const auto& words = kept.texts.content;
  std::vector<Similar> similar;
  for (const std::int64_t position : TRY(band_mates(connection, kept.bands))) {
    auto row = TRY(connection.prepare(
        "SELECT id, status, title, agent, summary FROM records WHERE position = ? AND project = ? "
        "AND superseded_by IS NULL"));
    TRY(row.bind(position, project));
    if (!TRY(row.step())) continue;
    const std::string text = text_in(row, 2) + " " + text_in(row, 4);
    const double shared = similarity(words, content_words(text));
    if (shared < similar_from) continue;
    similar.push_back({text_in(row, 0), text_in(row, 1), text_in(row, 2), text_in(row, 3), shared});
  }
  std::stable_sort(similar.begin(), similar.end(), [](const Similar& a, const Similar& b) {
    return a.shared > b.shared;
  });
  if (similar.size() > similar_shown_max) similar.resize(similar_shown_max);
  return similar;
}

void leave_out(std::vector<Similar>& similar, const std::string& id) {
  std::erase_if(similar, [&](const Similar& one) { return one.id == id; });
}

base::Result<Target> supersedable(sqlite::Connection& connection,
                                  const std::string& id,
                                  const std::string& project) {
  Target older = TRY(target_in(connection, id, project));
  TRY(require_in_force(older));
  return older;
}

}  // namespace

base::Result<Stored> RecordStore::add(const Writing& writing,
                                      const Record& record,
                                      const std::optional<Supersession>& older) {
  const Kept kept = TRY(kept_form(record.draft, record.author.project));
  const std::string& project = record.author.project;
  const Occasion occasion{record.author, record.created_at};
  return write<Stored>(writing, [&](sqlite::Connection& connection) -> base::Result<Stored> {
    std::optional<Target> target;
    if (older) target = TRY(supersedable(connection, older->id, project));
    const std::string identical = TRY(identical_to(connection, project, kept));
    if (!identical.empty() && older) {
      return base::conflict(
          base::format("{} says exactly this already; supersede {} by it: \"by\": \"{}\"",
                       identical,
                       older->id,
                       identical));
    }
    if (!identical.empty()) {
      const Target known = TRY(target_of(connection, identical));
      return Stored{known.id, known.revision, known.agent, false};
    }
    Stored stored{.id = record.id, .agent = record.author.agent};
    stored.similar = TRY(similar_to(connection, project, kept));
    const std::int64_t position = TRY(insert_record(connection, record.id, kept, occasion));
    if (target) {
      TRY(mark_superseded(connection, *target, {position, record.id, older->reason}, occasion));
      leave_out(stored.similar, target->id);
    }
    return stored;
  });
}

base::Result<Stored> RecordStore::supersede(const Writing& writing,
                                            const Supersession& older,
                                            const std::string& by,
                                            const Occasion& occasion) {
  const std::string& project = occasion.author.project;
  return write<Stored>(writing, [&](sqlite::Connection& connection) -> base::Result<Stored> {
    const Target target = TRY(target_in(connection, older.id, project));
    const Target successor = TRY(target_in(connection, by, project));
    const Stored stored{successor.id, successor.revision, successor.agent, false};
    if (target.superseded_by == by) return stored;
    TRY(require_in_force(target));
    TRY(require_in_force(successor));
    if (successor.position == target.position)
      return base::invalid("by: a record cannot take its own place; name the newer one");
    const Successor in_place{successor.position, successor.id, older.reason};
    TRY(mark_superseded(connection, target, in_place, occasion));
    return stored;
  });
}

}  // namespace memory
