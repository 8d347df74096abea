#pragma once
// One record as JSON text: what the server knows of it, then the members of its document as they
// were stored.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mcp-memory/record.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// A revision of a record, with what came of the record until now.
struct Reading {
  Entry entry;
  std::string project;
  std::string run_id;
  std::string trace_id;
  std::string document;
  std::int64_t current_revision = 1;
};

base::Result<std::string> record_json(sqlite::Connection& connection,
                                      const Reading& reading,
                                      base::Instant now);

}  // namespace memory
