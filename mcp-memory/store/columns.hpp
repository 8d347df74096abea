#pragma once
// How values of the domain are kept in columns: instants as milliseconds since 1970, lists as
// lines, enums by their names.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "mcp-memory/record.hpp"
#include "sqlite/columns.hpp"

namespace memory {

using sqlite::execute;
using sqlite::instant_in;
using sqlite::instant_of;
using sqlite::milliseconds_of;
using sqlite::text_in;

/// Of text in ISO 8601; nothing if it is empty.
inline std::optional<std::int64_t> milliseconds_of(const std::string& iso) {
  const auto instant = base::parse_iso(iso);
  if (!instant) return std::nullopt;
  return milliseconds_of(*instant);
}

inline std::vector<std::string> lines_of(std::string_view text) {
  if (text.empty()) return {};
  const auto lines = base::split(text, '\n');
  return {lines.begin(), lines.end()};
}

/// `unavailable` if a newer program wrote it.
base::Result<RecordType> type_of(std::string_view name);

}  // namespace memory
