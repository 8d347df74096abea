#pragma once
// Waiting for a condition without guessing how long it takes.

#include <chrono>
#include <thread>

namespace support {

/// True as soon as the condition holds; false if it does not after `time_max`.
template <class Condition>
bool eventually(const Condition& condition,
                std::chrono::milliseconds time_max = std::chrono::seconds(30)) {
  const auto deadline = std::chrono::steady_clock::now() + time_max;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace support
