#include "mcp-memory/record.hpp"

namespace memory {

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

}  // namespace memory
