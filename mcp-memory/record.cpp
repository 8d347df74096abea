#include "mcp-memory/record.hpp"

#include "base/format.hpp"
#include "base/text.hpp"

namespace memory {
namespace {

std::string day_of(base::Instant instant) {
  return base::to_iso(instant).substr(0, 10);
}

/// Some of many.
std::string named(const std::vector<std::string>& ids) {
  constexpr std::size_t named_max = 3;
  if (ids.size() <= named_max) return base::join(ids, ", ");
  const std::vector<std::string> first(ids.begin(), ids.begin() + named_max);
  return base::format("{} and {} others", base::join(first, ", "), ids.size() - named_max);
}

}  // namespace

std::span<const std::string_view> statuses_of(RecordType type) {
  static constexpr std::array<std::string_view, 4> decision = {
      "accepted", "proposed", "rejected", "deprecated"};
  static constexpr std::array<std::string_view, 3> incident = {"open", "mitigated", "resolved"};
  static constexpr std::array<std::string_view, 3> pattern = {
      "candidate", "established", "deprecated"};
  static constexpr std::array<std::string_view, 3> runbook = {"active", "draft", "retired"};
  switch (type) {
    case RecordType::decision:
      return decision;
    case RecordType::incident:
      return incident;
    case RecordType::pattern:
      return pattern;
    case RecordType::runbook:
      break;
  }
  return runbook;
}

std::vector<std::string> remarks_of(const Entry& entry, base::Instant now) {
  std::vector<std::string> remarks;
  if (!entry.superseded_by.empty()) remarks.push_back("superseded by " + entry.superseded_by);
  if (!entry.contradictions.empty())
    remarks.push_back("contradicts " + named(entry.contradictions));
  if (entry.valid_until && *entry.valid_until <= now)
    remarks.push_back("was valid until " + day_of(*entry.valid_until));
  if (entry.review_by && *entry.review_by <= now)
    remarks.push_back("review was due " + day_of(*entry.review_by));
  if (!entry.branch.empty()) remarks.push_back("holds on branch " + entry.branch + " only");
  if (entry.failed > 0) {
    remarks.push_back(base::format("failed for {}, worked for {}", entry.failed, entry.worked));
  } else if (entry.worked > 0) {
    remarks.push_back(base::format("worked for {}", entry.worked));
  }
  return remarks;
}

bool is_doubted(const Entry& entry) {
  return entry.failed > entry.worked;
}

bool is_stale(const Entry& entry, base::Instant now) {
  return (entry.review_by && *entry.review_by <= now) ||
         (entry.valid_until && *entry.valid_until <= now);
}

}  // namespace memory
