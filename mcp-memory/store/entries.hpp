#pragma once
// Rows of `records` and `versions` as entries, and filters as conditions on them.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mcp-memory/filter.hpp"
#include "mcp-memory/store/columns.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// What entry_of() reads, of a table or view named v.
inline constexpr std::string_view entry_columns =
    "v.position, v.id, v.type, v.status, v.title, v.summary, v.agent, v.created_ms, v.severity, "
    "v.scope, v.revision, v.began_ms, v.branch, v.review_by_ms, v.valid_until_ms, v.worked, "
    "v.failed, (SELECT s.id FROM successors s WHERE s.position = v.superseded_by)";

base::Result<Entry> entry_of(const sqlite::Statement& row);

/// Where the rows of a filter are: the current revisions, or all of them.
std::string_view rows_of(const Filter& filter);

/// A condition on v that takes the parameters ?1 to ?9, whatever the filter says. What the filter
/// leaves open costs nothing and keeps no index from being used.
std::string condition_of(const Filter& filter);

/// Binds the nine parameters and whatever follows.
template <class... More>
base::Result<void> bind_filter(sqlite::Statement& statement,
                               const Filter& filter,
                               const More&... more) {
  const auto unless_empty = [](const std::string& text) {
    return text.empty() ? std::optional<std::string_view>() : text;
  };
  std::optional<std::string_view> type;
  if (filter.type) type = name_of(*filter.type);
  std::optional<std::int64_t> as_of;
  if (filter.as_of) as_of = milliseconds_of(*filter.as_of);
  return statement.bind(filter.project,
                        type,
                        unless_empty(filter.agent),
                        unless_empty(filter.not_agent),
                        unless_empty(filter.status),
                        unless_empty(filter.tag),
                        milliseconds_of(filter.since.not_before),
                        filter.since.after_position,
                        as_of,
                        more...);
}

/// Fills in which accepted decisions contradict those among the entries.
base::Result<void> add_contradictions(sqlite::Connection& connection, std::vector<Entry>& entries);

/// Position of the newest change of all; 0 if there is none.
base::Result<std::int64_t> newest_position(sqlite::Connection& connection);

}  // namespace memory
