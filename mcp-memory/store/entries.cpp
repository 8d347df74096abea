#include "mcp-memory/store/entries.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/format.hpp"

namespace memory {
namespace {

bool is_in_force(const Entry& entry) {
  return entry.type == RecordType::decision && entry.status == "accepted" &&
         entry.superseded_by.empty();
}

}  // namespace

base::Result<RecordType> type_of(std::string_view name) {
  const auto found = std::find(record_type_names.begin(), record_type_names.end(), name);
  if (found == record_type_names.end()) {
    return base::unavailable(base::format(
        "the store holds a record of type {}, which this program does not know; update it", name));
  }
  return static_cast<RecordType>(found - record_type_names.begin());
}

base::Result<Entry> entry_of(const sqlite::Statement& row) {
  return Entry{.position = row.integer(0),
               .id = text_in(row, 1),
               .type = TRY(type_of(row.text(2))),
               .status = text_in(row, 3),
               .title = text_in(row, 4),
               .summary = text_in(row, 5),
               .agent = text_in(row, 6),
               .created_at = instant_of(row.integer(7)),
               .severity = text_in(row, 8),
               .scope = lines_of(row.text(9)),
               .revision = row.integer(10),
               .revised_at = instant_of(row.integer(11)),
               .branch = text_in(row, 12),
               .review_by = instant_in(row, 13),
               .valid_until = instant_in(row, 14),
               .worked = row.integer(15),
               .failed = row.integer(16),
               .superseded_by = text_in(row, 17)};
}

std::string_view rows_of(const Filter& filter) {
  return filter.as_of ? "versions" : "records";
}

std::string condition_of(const Filter& filter) {
  // A parameter that is not needed is still named, so that all texts take the same nine.
  std::string text = "v.project = ?1";
  const auto add = [&](bool needed, std::string_view condition, std::string_view otherwise) {
    text.append(" AND ").append(needed ? condition : otherwise);
  };
  add(filter.type.has_value(), "v.type = ?2", "?2 IS NULL");
  add(!filter.agent.empty(), "v.agent = ?3", "?3 IS NULL");
  add(!filter.not_agent.empty(), "v.agent <> ?4", "?4 IS NULL");
  add(!filter.status.empty(), "v.status = ?5", "?5 IS NULL");
  add(!filter.tag.empty(),
      "instr(char(10) || v.tags || char(10), char(10) || ?6 || char(10)) > 0",
      "?6 IS NULL");
  text += " AND v.created_ms >= ?7 AND v.position > ?8";
  add(filter.as_of.has_value(),
      "v.began_ms <= ?9 AND (v.ended_ms IS NULL OR v.ended_ms > ?9)",
      "?9 IS NULL");
  if (filter.superseded) return text;
  add(filter.as_of.has_value(),
      "(v.superseded_ms IS NULL OR v.superseded_ms > ?9)",
      "v.superseded_by IS NULL");
  return text;
}

base::Result<void> add_contradictions(sqlite::Connection& connection, std::vector<Entry>& entries) {
  for (Entry& entry : entries) {
    if (!is_in_force(entry)) continue;
    // Nearly always nothing: a query that sorts or leaves out doubles makes a table for that first.
    auto others = TRY(connection.prepare(
        "SELECT r.position, r.id FROM links l JOIN records r ON r.position = l.to_record "
        "WHERE l.from_record = ?1 AND l.relation = 'contradicts' AND r.superseded_by IS NULL AND "
        "r.status = 'accepted' AND r.type = 'decision' UNION ALL "
        "SELECT r.position, r.id FROM links l JOIN records r ON r.position = l.from_record "
        "WHERE l.to_record = ?1 AND l.relation = 'contradicts' AND r.superseded_by IS NULL AND "
        "r.status = 'accepted' AND r.type = 'decision'"));
    TRY(others.bind(entry.position));
    std::map<std::int64_t, std::string> by_position;
    while (TRY(others.step()))
      by_position.emplace(others.integer(0), text_in(others, 1));
    for (auto& [position, id] : by_position)
      entry.contradictions.push_back(std::move(id));
  }
  return {};
}

base::Result<std::int64_t> newest_position(sqlite::Connection& connection) {
  auto newest = TRY(connection.prepare("SELECT max(position) FROM changes"));
  TRY(newest.bind());
  TRY(newest.step());
  return newest.integer(0);
}

}  // namespace memory
