#pragma once
// What the server says of a message that it delivers to a consumer: it stands in the reply subject.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace nats {

struct Delivery {
  std::string consumer;  ///< "stream.name"
  std::uint64_t sequence = 0;
  std::uint64_t deliveries = 0;  ///< of this message so far, from 1
  base::Instant time = {};
  std::uint64_t pending = 0;
};

/// Nothing for other subjects.
std::optional<Delivery> delivery_of(std::string_view reply);

}  // namespace nats
