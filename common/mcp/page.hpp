#pragma once
// Pages of the list methods. A cursor is opaque to clients; an empty one means the first page.

#include <cstddef>
#include <string_view>
#include <variant>

#include "mcp/methods.hpp"

namespace mcp {

/// Writes `name`: the entries of the page that `params.cursor` asks for, and `nextCursor` if there
/// are more. `entry(at)` gives one entry as JSON text.
Answer page_of(std::string_view name,
               std::size_t entries,
               const std::function<std::string(std::size_t at)>& entry,
               const Server& server,
               const Context& context);

}  // namespace mcp
