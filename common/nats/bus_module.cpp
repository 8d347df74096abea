#include "nats/bus_module.hpp"

#include <exception>
#include <type_traits>

#include "base/format.hpp"
#include "nats/running_bus.hpp"

extern "C" __attribute__((visibility("default"))) void agent_smith_nats_open_3(
    const nats::Options& options, const base::Clock& clock, nats::Opened& opened) noexcept {
  try {
    opened = nats::run(options, clock);
  } catch (const std::exception& failure) {
    opened = base::unavailable(base::format("cannot start with NATS: {}", failure.what()));
  }
}

static_assert(std::is_same_v<decltype(agent_smith_nats_open_3), nats::OpenFunction>);
