#pragma once
// Events that are taken out again, with their words, and what that does to their runs.

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "mcp-runlog/event.hpp"
#include "sqlite/connection.hpp"

namespace runlog {

/// An event with its place in the table.
struct Row {
  std::int64_t position;
  std::int64_t strand;
  Event event;
};

/// Of a statement that gives EVENT_COLUMNS and then the strand.
base::Result<std::vector<Row>> rows_of(sqlite::Statement& statement);

/// Gives how many those were.
base::Result<std::int64_t> remove_all(sqlite::Connection& connection, const std::vector<Row>& rows);

}  // namespace runlog
