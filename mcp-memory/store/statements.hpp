#pragma once
// Statements whose rows nobody wants.

#include <string_view>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// One statement from a constant text. Gives the number of rows it changed.
template <class... Values>
base::Result<std::int64_t> execute(sqlite::Connection& connection,
                                   std::string_view sql,
                                   const Values&... values) {
  auto statement = TRY(connection.prepare(sql));
  TRY(statement.bind(values...));
  TRY(statement.step());
  return connection.changes();
}

}  // namespace memory
