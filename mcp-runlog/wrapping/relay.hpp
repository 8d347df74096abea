#pragma once
// Relay: passes what a command writes on as it comes, byte for byte, and lets somebody look on.

#include <functional>
#include <string_view>

#include "mcp-runlog/wrapping/child.hpp"

namespace runlog {

enum class Channel { output, errors };

/// Sees each piece after it was passed on. Must not wait.
using OnPiece = std::function<void(Channel, std::string_view)>;

/// Until the command has ended and what it wrote until then was passed on. What it left running in
/// the background finds its output closed afterwards. Where nobody reads our output any more, the
/// command finds its own closed too.
ChildEnd relay(Child& child, Signals& signals, const OnPiece& on_piece);

}  // namespace runlog
