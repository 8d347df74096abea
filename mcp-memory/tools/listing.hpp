#pragma once
// Lists of records as replies: the same entries as text and as JSON, within a budget.

#include <cstddef>
#include <string>
#include <vector>

#include "json/rule.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {

struct Listing {
  std::string text;   ///< one paragraph a record
  std::string json;   ///< a list of {id, type, status, title, summary, agent, created_at, ...}
  std::size_t shown;  ///< entries in it, from the first on
};

/// What a list may take of a reply, as text and as JSON.
struct Room {
  std::size_t text_bytes;
  std::size_t json_bytes;
};

/// Neither the text of a reply nor its JSON is longer than `bytes_max`; this much of them is left
/// beside what frames the list: the project, further_call() and where to go on.
Room room_for_list(std::size_t bytes_max, const std::string& project);

/// As many of the entries as fit; at least one, if there is any, cut to what fits. `now` decides
/// what is due for review.
Listing list_within(const std::vector<Entry>& entries, base::Instant now, Room room);

/// The same for what a search found, with the strength of each match.
Listing list_within(const std::vector<Match>& matches, base::Instant now, Room room);

/// "Older ones: read_records {...}" where that is short beside `bytes_max`, else in words which
/// member of the same call to change.
std::string further_call(const std::string& opening,
                         const std::string& call,
                         const std::string& change,
                         std::size_t bytes_max);

/// A project as replies name it in text.
std::string shown_project(const std::string& project);

/// The rule of one listed record, for output schemas.
json::Rule listed_record_rule();

}  // namespace memory
