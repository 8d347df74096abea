#pragma once
// BusIntake: brings what agents publish into the run log. A thread of its own from construction to
// destruction. The server remembers under a durable name which messages were acknowledged, and that
// is done only after they are committed: whatever is killed at whatever time, each message comes at
// least once, and the store knows the events that it has. While the store cannot take them they
// stay with the server.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "mcp-runlog/intake/sink.hpp"
#include "nats/bus.hpp"

namespace runlog {

/// The stream of what happens in the crew.
inline constexpr const char* events_stream = "SWARM_EVENTS";

struct BusIntakeSettings {
  std::string stream = events_stream;
  /// A token. Run logs of one name share the messages among them: each store has its own. The
  /// default is the only one that the permissions of mcp-memory nats permissions let the run log
  /// make.
  std::string durable = "runlog";
  /// How long the server waits for an acknowledgement before it gives a message again.
  std::chrono::milliseconds ack_wait{30'000};
};

class BusIntake {
 public:
  BusIntake(std::unique_ptr<nats::Bus> bus,
            BusIntakeSettings settings,
            Sink sink,
            TroubleHeard trouble_heard,
            base::Clock clock);
  ~BusIntake();

  BusIntake(const BusIntake&) = delete;
  BusIntake& operator=(const BusIntake&) = delete;

  /// What was committed so far.
  Added taken();

  /// False when the time is over before everything that the stream has now is acknowledged.
  bool wait_caught_up(const nats::Patience& patience);

 private:
  void run(const std::stop_token& stop);
  base::Result<void> consume(const std::stop_token& stop);
  base::Result<void> store(const std::stop_token& stop, const Delivery& delivery);
  Delivery delivery_of(const std::vector<nats::Delivered>& messages);
  void hear(const std::string& trouble);

  const std::unique_ptr<nats::Bus> bus_;
  const BusIntakeSettings settings_;
  const Feed feed_;
  const Sink sink_;
  const TroubleHeard trouble_heard_;
  const base::Clock clock_;
  std::string trouble_;        ///< that was heard of last, while it holds
  std::uint64_t highest_ = 0;  ///< sequence that came
  base::Mutex mutex_;
  Added taken_ GUARDED_BY(mutex_);
  std::jthread thread_;  ///< ends first
};

}  // namespace runlog
