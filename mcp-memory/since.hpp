#pragma once
// Since: from when on records count.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace memory {

/// Both bounds apply; their initial values let everything pass.
struct Since {
  base::Instant not_before = base::Instant::min();
  std::int64_t after_position = 0;
};

/// Reads a time in ISO 8601, a span back from `now` such as 7d, or the cursor of an earlier reply.
base::Result<Since> parse_since(std::string_view text, base::Instant now);

/// The cursor that stands for "everything after this position".
std::string cursor_after(std::int64_t position);

}  // namespace memory
