#pragma once
// Sharing: where the log of record is and as whom this process speaks to it, from what the launcher
// said.

#include <optional>

#include "base/result.hpp"
#include "crew/workplace.hpp"
#include "mcp-memory/shared/delivery.hpp"
#include "nats/options.hpp"

namespace memory {

struct Sharing {
  nats::Options bus;
  Sender sender;
};

/// As the agent of this process; nothing if there is no log. A server of others speaks for all of
/// them, as the operator: it has seen their tokens.
base::Result<std::optional<Sharing>> sharing_of(crew::Workplace& workplace);

/// As the operator, who may say what others have written.
base::Result<std::optional<Sharing>> operator_sharing(crew::Workplace& workplace);

}  // namespace memory
