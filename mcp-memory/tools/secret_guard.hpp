#pragma once
// What is stored holds no secrets: whatever looks like one is refused before anything else looks at
// it, and neither repeated in the reply nor logged.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "json/document.hpp"
#include "mcp/tool.hpp"

namespace memory {

/// Where each one stands and what it looks like: "/symptoms/0, characters 12 to 52: AWS access
/// key". Empty if there is none. Counted in the text without hidden characters, as it would be
/// stored.
std::vector<std::string> secrets_in(json::View value);

/// What to do about them, in one text.
std::string secrets_refused(const std::vector<std::string>& places);

/// The same tool, which refuses arguments that hold a secret.
mcp::Tool without_secrets(mcp::Tool tool);

}  // namespace memory
