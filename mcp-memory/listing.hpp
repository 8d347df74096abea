#pragma once
// Lists of records as replies: the same entries as text and as JSON, within a budget.

#include <cstddef>
#include <string>
#include <vector>

#include "json/rule.hpp"
#include "mcp-memory/record.hpp"

namespace memory {

struct Listing {
  std::string text;   ///< one paragraph a record
  std::string json;   ///< a list of {id, type, status, title, summary, agent, created_at}
  std::size_t shown;  ///< entries in it, from the first on
};

/// As many of the entries as fit; at least one, if there is any, with its summary cut to what fits.
Listing list_within(const std::vector<Entry>& entries, std::size_t bytes_max);

/// The rule of one listed record, for output schemas.
json::Rule listed_record_rule();

}  // namespace memory
