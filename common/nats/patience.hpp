#pragma once
// How long somebody waits.

#include <chrono>
#include <stop_token>
#include <utility>

namespace nats {

/// Until the deadline, or until told to stop.
struct Patience {
  std::chrono::steady_clock::time_point deadline;
  std::stop_token stop = {};
};

/// From now on.
inline Patience within(std::chrono::steady_clock::duration time, std::stop_token stop = {}) {
  return {std::chrono::steady_clock::now() + time, std::move(stop)};
}

}  // namespace nats
