#pragma once
// The interface between this room and the module agent-smith-nats, which holds the client library.
// Both are built and installed together; a change of the interface changes the name of the
// function.

#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "nats/bus.hpp"

namespace nats {

using Opened = base::Result<std::unique_ptr<Bus>>;

/// Puts the bus, or why there is none, into `opened`.
using OpenFunction = void(const Options& options,
                          const base::Clock& clock,
                          Opened& opened) noexcept;

inline constexpr const char* bus_module = "agent-smith-nats";
inline constexpr const char* open_symbol = "agent_smith_nats_open_3";

}  // namespace nats
