#pragma once
// The messages of a stream in their order, from a place on: what is there, then what comes.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "nats/message.hpp"

namespace nats {

struct ReadFrom {
  std::string stream;
  /// The first one wanted. One that is gone gives the next that is there. One beyond the end of
  /// the stream gives whatever is stored next, without a word: compare StreamState first.
  std::uint64_t sequence = 1;
  std::string subject_filter = {};  ///< with wildcards; empty: all
};

/// Belongs to one connection: when that is lost, or the server is not heard for two heartbeats, or
/// the stream is gone, next() fails from then on. Make a new one then, from behind the last
/// message. One thread at a time; must not outlive its Bus. Leaves nothing behind on the server for
/// longer than a minute.
class Reader {
 public:
  virtual ~Reader() = default;

  /// Up to `max` messages as soon as there is one; none if the wait is over first.
  /// unavailable: see above. stopped: the stop was requested.
  virtual base::Result<std::vector<Message>> next(std::size_t max,
                                                  std::chrono::milliseconds wait,
                                                  std::stop_token stop) = 0;
};

}  // namespace nats
