#pragma once
// Filter: which records count.

#include <optional>
#include <string>

#include "mcp-memory/record.hpp"
#include "mcp-memory/since.hpp"

namespace memory {

/// Empty texts and absent optionals leave all in.
struct Filter {
  std::string project;  ///< never empty
  std::optional<RecordType> type = {};
  std::string agent = {};
  std::string not_agent = {};
  std::string status = {};
  std::string tag = {};
  Since since = {};
  std::optional<base::Instant> as_of = {};  ///< as the memory was then
  bool superseded = false;                  ///< those as well
};

}  // namespace memory
