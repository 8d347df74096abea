#pragma once
// How long somebody waits.

#include <chrono>
#include <stop_token>

namespace nats {

/// Until the deadline, or until told to stop.
struct Patience {
  std::chrono::steady_clock::time_point deadline;
  std::stop_token stop = {};
};

}  // namespace nats
