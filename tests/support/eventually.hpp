#pragma once
// Waiting for a condition without guessing how long it takes.

#include <chrono>
#include <thread>

namespace support {

/// True as soon as the condition holds; false if it does not after `time_max`. It is looked at
/// again after each `pause`.
template <class Condition>
bool eventually(const Condition& condition,
                std::chrono::milliseconds time_max = std::chrono::seconds(30),
                std::chrono::microseconds pause = std::chrono::milliseconds(1)) {
  const auto deadline = std::chrono::steady_clock::now() + time_max;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

}  // namespace support
