#pragma once
// Short words for tests of consumers, beside those of fixture.hpp.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/nats/fixture.hpp"

namespace nats {

/// Messages that are not acknowledged stay out for the whole of a test, unless they are given back.
inline ConsumeFrom from_log() {
  return {.stream = "LOG", .durable = "worker", .ack_wait = seconds(600)};
}

inline std::unique_ptr<Consumer> consumer_of(Bus& bus, const ConsumeFrom& from = from_log()) {
  return value_of(bus.consume(from, soon()));
}

/// The next `count` messages, none of them acknowledged.
inline std::vector<Delivered> take_messages(Consumer& consumer, std::size_t count) {
  std::vector<Delivered> all;
  const auto deadline = steady_clock::now() + seconds(20);
  while (all.size() < count && steady_clock::now() < deadline) {
    for (Delivered& one : value_of(consumer.next(count - all.size(), milliseconds(500), {})))
      all.push_back(std::move(one));
  }
  if (all.size() < count) throw std::runtime_error("messages are missing");
  return all;
}

inline void acknowledge(Consumer& consumer, std::span<const Delivered> messages) {
  const auto done = consumer.acknowledge(messages, soon());
  if (!done) throw std::runtime_error(done.error().message);
}

inline std::vector<std::uint64_t> sequences_of(const std::vector<Delivered>& messages) {
  std::vector<std::uint64_t> sequences;
  for (const Delivered& one : messages)
    sequences.push_back(one.message.sequence);
  return sequences;
}

inline ConsumerStanding standing(Bus& bus) {
  const auto found = value_of(bus.consumer("LOG", "worker", soon()));
  if (!found) throw std::runtime_error("there is no consumer");
  return *found;
}

/// True if nothing comes within a moment.
inline bool gives_nothing(Consumer& consumer) {
  return value_of(consumer.next(10, milliseconds(300), {})).empty();
}

}  // namespace nats
