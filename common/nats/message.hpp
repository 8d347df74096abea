#pragma once
// A message of a stream, as it is read.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace nats {

/// Names of headers are compared as they are spelled. Order is kept among equal names only.
struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

using Headers = std::vector<Header>;

struct Message {
  std::string subject = {};
  std::string payload = {};
  Headers headers = {};
  std::uint64_t sequence = 0;  ///< in its stream, from 1; erased ones leave gaps
  base::Instant time = {};     ///< when the server stored it
  std::uint64_t pending = 0;   ///< how many that a reader wants come after it; 0 for single ones
};

}  // namespace nats
