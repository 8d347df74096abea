#pragma once
// What the body of a file.edit event says, as its readers want it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace runlog {

/// Empty texts are unknown.
struct EditFacts {
  std::string patch = {};  ///< unified diff
  std::optional<std::int64_t> lines_added = {};
  std::optional<std::int64_t> lines_removed = {};
  std::string sha256_before = {};
  std::string sha256_after = {};
};

/// What is missing or of the wrong kind is unknown.
EditFacts edit_facts(std::string_view body_json);

}  // namespace runlog
