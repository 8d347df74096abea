#pragma once
// How common values are kept in columns: instants as milliseconds since 1970. And statements whose
// rows nobody wants.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

inline base::Instant instant_of(std::int64_t milliseconds) {
  return base::Instant(std::chrono::milliseconds(milliseconds));
}

inline std::int64_t milliseconds_of(base::Instant instant) {
  return instant.time_since_epoch().count();
}

inline std::optional<std::int64_t> milliseconds_of(const std::optional<base::Instant>& instant) {
  if (!instant) return std::nullopt;
  return milliseconds_of(*instant);
}

inline std::optional<base::Instant> instant_in(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return instant_of(row.integer(column));
}

inline std::string text_in(const Statement& row, int column) {
  return std::string(row.text(column));
}

/// One statement from a constant text. Gives the number of rows it changed.
template <class... Values>
base::Result<std::int64_t> execute(Connection& connection,
                                   std::string_view sql,
                                   const Values&... values) {
  auto statement = TRY(connection.prepare(sql));
  TRY(statement.bind_in_place(values...));
  TRY(statement.step());
  return connection.changes();
}

}  // namespace sqlite
