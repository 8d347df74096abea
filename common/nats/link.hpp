#pragma once
// Keeps a connection: makes one, waits until it is lost, makes the next.

#include "nats/core.hpp"

namespace nats {

/// The body of the linking thread; returns soon after core.end(). That may take as long as
/// connect() does.
void keep_linked(const std::shared_ptr<Core>& core);

}  // namespace nats
