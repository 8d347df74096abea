#pragma once
// A message of the client library as one of ours.

#include <nats/nats.h>

#include "nats/connection.hpp"

namespace nats {

/// Copies everything; the library's message may be destroyed afterwards.
Incoming received_from(natsMsg* message);

}  // namespace nats
