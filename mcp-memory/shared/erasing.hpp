#pragma once
// Erasing: takes every message about a purged record out of the log, but for its tombstone. Needs
// the operator's permissions.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "nats/bus.hpp"

namespace memory {

/// `known`: sequences of messages whose subject does not name the record, as the projection knew
/// them before the purge. Gives how many messages were erased. May be repeated.
base::Result<std::size_t> erase_messages(nats::Bus& bus,
                                         const std::string& record_id,
                                         std::vector<std::int64_t> known,
                                         const nats::Patience& patience);

}  // namespace memory
