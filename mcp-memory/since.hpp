#pragma once
// Since: from when on records count.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace memory {

/// What parse_since() takes, for messages.
inline constexpr const char* since_words =
    "a time such as 2026-11-22T20:27:00Z, a span back from now such as 36h or 7d, or the "
    "\"position\" of an earlier reply such as after-42";

/// Both bounds apply; their initial values let everything pass.
struct Since {
  base::Instant not_before = base::Instant::min();
  std::int64_t after_position = 0;
};

/// Reads a time in ISO 8601, a span back from `now` such as 7d, or the cursor of an earlier reply.
base::Result<Since> parse_since(std::string_view text, base::Instant now);

/// What parse_moment() takes, for messages.
inline constexpr const char* moment_words =
    "a time such as 2026-11-22T20:27:00Z or a span back from now such as 36h or 7d";

/// Reads a time in ISO 8601, or a span back from `now`.
base::Result<base::Instant> parse_moment(std::string_view text, base::Instant now);

/// The position that a cursor stands for; nothing if it is none.
std::optional<std::int64_t> parse_cursor(std::string_view text);

/// The cursor that stands for "everything after this position".
std::string cursor_after(std::int64_t position);

}  // namespace memory
