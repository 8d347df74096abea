#pragma once
// Reading: takes message after message from an input and has each answered. One thread of the pool
// reads at a time. A call is run by the thread that read it, while another one reads on in its
// place: nobody waits until a second thread has woken up (the pattern Leader/Followers; Schmidt et
// al., Pattern-Oriented Software Architecture, volume 2). Where no thread is idle it is queued.

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "mcp/dispatcher.hpp"
#include "transport/endings.hpp"
#include "transport/line_reader.hpp"
#include "transport/worker_pool.hpp"

namespace transport {

class Reading {
 public:
  /// All of them must outlive this, and the pool be idle before this ends. `over` is signalled when
  /// the input has ended.
  Reading(int input,
          const mcp::Dispatcher& dispatcher,
          std::shared_ptr<mcp::Session> session,
          WorkerPool& pool,
          const Wakeup& over);

  /// False: the system has no thread left.
  bool start();

  /// Thread-safe. What was read before is still run.
  void stop();

  /// True as soon as nothing is read any more; false if that takes longer.
  bool wait_ended(std::chrono::milliseconds time_max) const;

 private:
  void read_on();
  std::optional<mcp::Job> take(std::string_view line);

  const mcp::Dispatcher& dispatcher_;
  const std::shared_ptr<mcp::Session> session_;
  WorkerPool& pool_;
  const Wakeup& over_;
  const Wakeup stop_;
  const Wakeup ended_;
  std::atomic<bool> stopping_ = false;
  LineReader reader_;  ///< of the thread that reads
};

}  // namespace transport
