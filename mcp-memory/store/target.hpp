#pragma once
// Target: the record that a call is about, looked up by its id.

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "mcp-memory/record.hpp"
#include "sqlite/connection.hpp"

namespace memory {

struct Target {
  std::int64_t position;
  std::string id;
  std::string project;
  RecordType type;
  std::string agent;
  std::string status;
  std::string title;
  std::string summary;
  std::int64_t revision;
  std::string superseded_by;  ///< id; empty if it is in force
};

/// not_found: there is no such record in any project, or it was purged; says which.
base::Result<Target> target_of(sqlite::Connection& connection, const std::string& id);

/// The same in this project; not_found names the project that it belongs to instead.
base::Result<Target> target_in(sqlite::Connection& connection,
                               const std::string& id,
                               const std::string& project);

/// conflict if another record took its place.
base::Result<void> require_in_force(const Target& target);

}  // namespace memory
