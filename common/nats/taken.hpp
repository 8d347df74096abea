#pragma once
// What a consumer took and did not acknowledge yet, so that it can give it back. Not thread-safe.

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "nats/consumer.hpp"

namespace nats {

class Taken {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// What is older than `ack_wait` is no longer ours: the server gives it to whoever asks.
  explicit Taken(std::chrono::milliseconds ack_wait) : ack_wait_(ack_wait) {}

  void add(std::span<const Delivered> messages, TimePoint now);

  void acknowledged(const Delivered& message);

  /// The subjects that take an acknowledgement of what is still ours, in the order of the stream.
  std::vector<std::string> take_all(TimePoint now);

 private:
  struct One {
    std::string acknowledgement;
    TimePoint since;
  };

  void forget_old(TimePoint now);

  const std::chrono::milliseconds ack_wait_;
  std::map<std::uint64_t, One> by_sequence_;
};

}  // namespace nats
