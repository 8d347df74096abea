#pragma once
// Changes: everything that happens to records, one after the other. Positions order all changes of
// all projects; the position of a record is that of the change that wrote it.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "mcp-memory/record.hpp"

namespace memory {

/// The names are stored: append only.
enum class ChangeKind { written, updated, superseded, linked, unlinked, confirmed, purged };
inline constexpr std::array<std::string_view, 7> change_kind_names = {
    "written", "updated", "superseded", "linked", "unlinked", "confirmed", "purged"};

inline std::span<const std::string_view> names_of(ChangeKind) {
  return change_kind_names;
}

inline std::string_view name_of(ChangeKind kind) {
  return change_kind_names[static_cast<std::size_t>(kind)];
}

/// One change, with the record as it is now.
struct Change {
  std::int64_t position = 0;
  std::string kind;  ///< a name that may be newer than this program
  base::Instant at;
  std::string agent;
  std::string run_id;
  std::int64_t revision = 1;  ///< of the record, after the change
  std::string detail;         ///< JSON object: what else is known of it, by kind
  std::string record_id;      ///< empty once the record was purged, like the next three
  RecordType type = RecordType::decision;
  std::string title;
  std::string summary;
};

struct Changes {
  std::vector<Change> changes;
  std::int64_t from = 0;    ///< everything up to here was acknowledged, or was asked to be left out
  std::int64_t newest = 0;  ///< position of the newest change of all, as of this snapshot
  bool more = false;
};

}  // namespace memory
