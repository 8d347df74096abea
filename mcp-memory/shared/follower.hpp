#pragma once
// Follower: brings what is new in the log into the projection. Of all processes that share a
// projection the one that holds "<store>.tail" does; the others watch the place move.
//
// A log that is not the one read so far (made anew, restored from a backup, lost its end) is read
// from its beginning, and what only this machine still has goes back into the outbox.

#include <filesystem>
#include <stop_token>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "mcp-memory/shared/board.hpp"
#include "mcp-memory/shared/sent_here.hpp"
#include "nats/bus.hpp"

namespace memory {

class Follower {
 public:
  /// All of them must outlive this.
  Follower(nats::Bus& bus,
           Projection projection,
           Board& board,
           SentHere& sent,
           const std::filesystem::path& store);

  /// Until the stop is requested.
  void run(const std::stop_token& stop);

 private:
  base::Result<void> follow(const std::stop_token& stop);
  base::Result<LogPlace> find_place(const nats::StreamInfo& log, const std::stop_token& stop);
  base::Result<bool> is_read_so_far(const nats::StreamInfo& log,
                                    const LogPlace& place,
                                    const std::stop_token& stop);
  base::Result<void> watch(const std::stop_token& stop);
  bool is_still(base::Instant connection) const;
  bool is_reader();

  nats::Bus& bus_;
  Projection projection_;
  Board& board_;
  SentHere& sent_;
  const std::filesystem::path tail_path_;
  base::Fd tail_;
};

}  // namespace memory
