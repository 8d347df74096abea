#pragma once
// Intake: reads ahead. While one batch of the log is put into the projection, the next ones arrive
// and are parsed on a thread of their own; whoever takes gets all of them, for one transaction.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "mcp-memory/shared/sent_here.hpp"
#include "mcp-memory/store/projection.hpp"
#include "nats/bus.hpp"

namespace memory {

class Intake {
 public:
  /// Nobody else may use the reader, which must outlive this, as `sent` must.
  Intake(nats::Reader& reader, SentHere& sent);

  struct Arrived {
    std::vector<LogMessage> messages;  ///< in their order
    std::uint64_t pending = 0;         ///< how many the log has behind them
  };

  /// As soon as there is a message; none if the wait is over first. Errors are the reader's, once
  /// everything before was taken.
  base::Result<Arrived> take(const std::stop_token& stop, std::chrono::milliseconds wait);

  /// Messages that are dealt with. The thread that made them frees them, which takes a while.
  void drop(std::vector<LogMessage> messages);

 private:
  void run(const std::stop_token& stop);
  LogMessage read(const nats::Message& message);
  void put(std::vector<LogMessage> messages, std::size_t bytes, std::uint64_t pending);
  void free_dropped();

  bool is_full() const REQUIRES(mutex_);

  nats::Reader& reader_;
  SentHere& sent_;
  base::Mutex mutex_;
  std::condition_variable_any changed_;
  Arrived arrived_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::vector<std::vector<LogMessage>> dropped_ GUARDED_BY(mutex_);
  std::optional<base::Error> end_ GUARDED_BY(mutex_);
  std::jthread reading_;  ///< ends first
};

}  // namespace memory
