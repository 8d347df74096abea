#pragma once
// The messages of a stream, each dealt with by one process: the server remembers under a durable
// name which of them were acknowledged, for whoever comes next with that name. Every message comes
// at least once; it comes again when nobody acknowledged it, so what is done with it must be safe
// to do twice (remember its sequence in the same transaction).

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "nats/message.hpp"
#include "nats/patience.hpp"

namespace nats {

struct ConsumeFrom {
  std::string stream;
  /// A token. Processes that say the same name share the messages among them.
  std::string durable;
  std::string subject_filter = {};  ///< with wildcards; empty: all
  /// How many may be given out and not acknowledged, to all processes together. 1 to 65,536.
  std::size_t ack_pending_max = 1000;
  /// What was not acknowledged for so long comes again. 100 ms to a day.
  std::chrono::milliseconds ack_wait{30'000};
};

struct Delivered {
  Message message;
  std::uint64_t deliveries = 1;  ///< how often it was given out, to whomever; 1: for the first time
  std::string acknowledgement = {};  ///< the subject that takes it
};

/// How it stands with what the server remembers under a durable name.
struct ConsumerStanding {
  base::Instant created = {};
  std::uint64_t pending = 0;        ///< not given out yet
  std::uint64_t ack_pending = 0;    ///< given out and not acknowledged
  std::uint64_t redelivered = 0;    ///< of those, given out more than once
  std::uint64_t waiting = 0;        ///< requests of processes that wait for a message
  std::uint64_t last_sequence = 0;  ///< the highest that was given out
  /// Everything up to this sequence of the stream is acknowledged. Read it as "nothing before";
  /// the server may lag behind by messages that the filter leaves out.
  std::uint64_t ack_floor = 0;
};

/// Belongs to one connection: when that is lost, the server is not heard for two heartbeats (some
/// seconds at least), or the stream or the durable name is deleted, next() fails from then on; make
/// a new one then. For each
/// durable name a Bus has one at a time: a new one ends the one before. One thread at a time; must
/// not outlive its Bus.
///
/// At its end it gives back what it took and did not acknowledge: that comes again at once, to
/// whoever asks. That takes 0.1 s at most; what cannot be given back, or belongs to a process that
/// was killed, comes again after the ack_wait.
class Consumer {
 public:
  virtual ~Consumer() = default;

  /// Up to `max` messages (1 at least) as soon as there is one; none if the wait is over first. In
  /// order, except for those that come again. unavailable: see above, or not permitted. stopped:
  /// the stop was requested.
  virtual base::Result<std::vector<Delivered>> next(std::size_t max,
                                                    std::chrono::milliseconds wait,
                                                    std::stop_token stop) = 0;

  /// After the commit. Returns once the server has taken it in. Messages that an earlier Consumer
  /// of this durable name gave may be acknowledged as well.
  /// unavailable, stopped: of some or all it is not known; those may come again. invalid: a message
  /// of another consumer; then none is acknowledged.
  /// A server that is killed may forget what it took in last and give it again: 2.9.10 writes it
  /// down ten times a second at most. Killed at once, it forgot all of 500; after 0.2 s mostly
  /// none.
  virtual base::Result<void> acknowledge(std::span<const Delivered> messages,
                                         const Patience& patience) = 0;
};

}  // namespace nats
