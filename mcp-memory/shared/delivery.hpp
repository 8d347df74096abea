#pragma once
// Delivery: publishes what waits in the outbox, each change once, in order for each record, and
// only after everything that the log already has was read: a tombstone must be known before
// anything is said of a purged record.

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "activity/tool_call.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "mcp-memory/shared/board.hpp"
#include "mcp-memory/shared/log_message.hpp"
#include "mcp-memory/shared/sent_here.hpp"
#include "nats/bus.hpp"

namespace memory {

/// Whose credentials are used.
struct Sender {
  std::string name;
  bool is_operator = false;  ///< may say what others have written
};

class Delivery {
 public:
  /// All of them must outlive this.
  Delivery(nats::Bus& bus, Projection projection, Board& board, SentHere& sent, Sender sender);

  /// Publishes that, as soon as there is a moment; of calls that come too fast some are left out.
  /// Never waits. Thread-safe.
  void tell_of_reading(const activity::ToolCall& call);

  /// Before this process reads anything from the log: one that has ended may have sent what waits
  /// here without knowing that it arrived.
  void take_over(const std::stop_token& stop);

  /// Until the stop is requested.
  void run(const std::stop_token& stop);

 private:
  /// Changes that were sent together, and whose answers are still to come.
  struct UnderWay {
    std::vector<Waiting> waiting;
    std::vector<nats::Publication> changes = {};
    std::vector<nats::Publication> events = {};
    std::unique_ptr<nats::Publishing> publishing = {};
  };

  /// What the log made of one change.
  struct Sent {
    std::int64_t sequence = 0;  ///< 0: it is not in the log
    std::string why_not = {};
  };

  bool is_time(const std::stop_token& stop);
  bool is_still_connected() const;
  base::Result<bool> deliver(const std::stop_token& stop);
  base::Result<bool> deliver_next(const std::stop_token& stop);
  base::Result<std::vector<Waiting>> next(const std::stop_token& stop);
  Delivering wanted(std::size_t count) const;
  UnderWay send(std::vector<Waiting> waiting, const std::stop_token& stop);
  base::Result<void> conclude(const std::stop_token& stop);
  void look_for_unanswered(const std::stop_token& stop);
  base::Result<void> start_over(const std::stop_token& stop);
  base::Result<bool> come_to_rest(const std::stop_token& stop);
  base::Result<void> settle(const std::stop_token& stop);
  Sent look_at(const nats::Publication& publication,
               const nats::Published& published,
               const std::stop_token& stop);
  Sent send_again(const nats::Publication& publication, const std::stop_token& stop);
  base::Result<bool> is_there(const nats::Publication& publication,
                              std::uint64_t sequence,
                              const std::stop_token& stop);
  base::Result<std::int64_t> last_if_same(const nats::Publication& publication,
                                          const std::stop_token& stop);
  void announce(const nats::Patience& patience);
  void collect_news();

  nats::Bus& bus_;
  Projection projection_;
  Board& board_;
  SentHere& sent_;
  const Sender sender_;
  std::int64_t behind_ = from_the_oldest;  ///< number of the last that was looked up
  std::optional<UnderWay> under_way_;
  std::vector<Projection::Acknowledged> acknowledged_;  ///< perhaps not read back yet
  std::vector<nats::Publication> events_;  ///< of changes that are in the log, still to be sent
  /// Of changes that were sent and got no answer, by their ids: they may be in the log all the
  /// same, and be read back by whichever process of this machine reads the log.
  std::unordered_map<std::string, nats::Publication> unanswered_;
  base::Mutex mutex_;
  std::vector<nats::Publication> news_ GUARDED_BY(mutex_);
  base::Instant connected_since_ = {};  ///< the connection on which the end was asked for
  std::int64_t end_ = 0;                ///< of the log at that time
};

}  // namespace memory
