#pragma once
// What tools that store a record answer with.

#include <string>

#include "mcp-memory/memory.hpp"
#include "mcp/content.hpp"

namespace memory {

/// `sentence` says what was done; near-duplicates and what to do about them come behind it.
mcp::Reply stored_reply(const std::string& sentence, const Durable<Stored>& done);

/// JSON Schema of the structured part.
std::string stored_schema();

}  // namespace memory
