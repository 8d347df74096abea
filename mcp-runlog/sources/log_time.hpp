#pragma once
// The time that a log line begins with. Pure.

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace runlog {

struct LogTime {
  base::Instant at = {};
  std::size_t characters = 0;  ///< of the line, from its beginning to behind the time
};

/// ISO 8601 with blank or T, comma or point, with or without offset (then it is UTC), also in
/// brackets; seconds, milli-, micro- or nanoseconds since 1970. Nothing if the line begins
/// otherwise, or with a time before 1990 or after 2200: then the number is something else.
std::optional<LogTime> log_time_in(std::string_view line);

/// The same for a text that is nothing but a time.
std::optional<base::Instant> log_time_of(std::string_view text);

/// Seconds, milli-, micro- or nanoseconds, by their size.
std::optional<base::Instant> instant_of_number(double number);

}  // namespace runlog
