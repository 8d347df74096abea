#pragma once
// The digest as text for a model or a person, within a budget.

#include <cstddef>
#include <string>

#include "mcp-memory/digest.hpp"

namespace memory {

struct DigestText {
  std::string text;
  std::size_t shown = 0;  ///< records named in it
  std::size_t known = 0;  ///< records that could have been
};

/// At most `bytes_max` bytes, also as JSON text (700 are enough to name a record). The lists take
/// turns, one record each, so that a long one does not push out the others; what does not fit is
/// counted.
DigestText digest_text(const Digest& digest,
                       const DigestWanted& wanted,
                       base::Instant now,
                       std::size_t bytes_max);

}  // namespace memory
