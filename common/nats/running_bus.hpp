#pragma once
// The bus behind nats::open().

#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "nats/bus.hpp"

namespace nats {

/// As open(); the options are in order. Throws what the standard library throws when memory or
/// threads are short.
base::Result<std::unique_ptr<Bus>> run(const Options& options, const base::Clock& clock);

}  // namespace nats
