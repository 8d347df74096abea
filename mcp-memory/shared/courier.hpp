#pragma once
// Courier: carries what waits in the outbox to the log of record, and what is new in the log into
// the projection. Two threads from construction to destruction; nothing of it makes a call wait
// that did not ask to. Thread-safe.
//
// Several processes of a machine share a projection, and each has a courier. Whatever two of them
// do at once comes out as done once: a change is told by the digest of its line.

#include <filesystem>
#include <latch>
#include <memory>
#include <string>
#include <thread>

#include "base/result.hpp"
#include "mcp-memory/shared/board.hpp"
#include "mcp-memory/shared/delivery.hpp"
#include "mcp-memory/shared/follower.hpp"
#include "mcp-memory/shared/sharing.hpp"
#include "nats/bus.hpp"

namespace memory {

/// How it stands with the log.
struct LogStanding {
  nats::Standing bus = {};
  Board::Reading reading = {};
  std::string trouble = {};      ///< why the log cannot be read; empty if it can
  std::string undelivered = {};  ///< why it does not take what waits; empty if it does
};

/// What became of a change, and why it still waits.
struct Awaited {
  Fate fate = {};
  std::string why_waiting = {};
};

class Courier {
 public:
  /// `store` is the file of the projection. invalid, unavailable: as nats::open.
  static base::Result<std::unique_ptr<Courier>> start(Projection projection,
                                                      const std::filesystem::path& store,
                                                      const Sharing& sharing);

  Courier(std::unique_ptr<nats::Bus> bus,
          Projection projection,
          const std::filesystem::path& store,
          Sender sender);
  ~Courier();

  /// There is something to deliver.
  void nudge() { board_.nudge(); }

  /// Tells the bus of it as soon as there is a moment. Never waits.
  void tell_of_reading(const activity::ToolCall& call) { delivery_.tell_of_reading(call); }

  LogStanding standing();

  /// What became of a change, as soon as that is final; else what is known when the patience is
  /// over, there is no connection, or the log does not take it.
  base::Result<Awaited> await(const std::string& change_id, const nats::Patience& patience);

  /// Waits until nothing waits for the log, or is still to be read back. Gives how much still is.
  base::Result<std::int64_t> deliver_all(const nats::Patience& patience);

  /// True as soon as everything that the log had a moment ago is here; false when the patience is
  /// over, or there is no connection.
  bool await_current(const nats::Patience& patience);

 private:
  /// Nobody waits for a connection that does not come.
  bool is_over(const nats::Patience& patience);
  std::string why_waiting();

  std::unique_ptr<nats::Bus> bus_;
  Projection projection_;
  Board board_;
  SentHere sent_;
  Follower follower_;
  Delivery delivery_;
  const std::chrono::steady_clock::time_point began_;
  std::latch taken_over_{1};  ///< before that the follower reads nothing back
  std::jthread delivering_;
  std::jthread following_;
};

}  // namespace memory
