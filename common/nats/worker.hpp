#pragma once
// A thread that may be stuck in the client library for a while when its owner has to go. It is
// given a time to end; after that it lives on without one until it ends by itself, and holds what
// it uses itself. A process that exits meanwhile ends at once, with its exit code.

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "base/mutex.hpp"

namespace nats {

/// Reached once, waited for by anybody. Thread-safe.
class ThreadEnd {
 public:
  void reach() EXCLUDES(mutex_);

  /// False if it is not reached by then.
  bool wait_until(std::chrono::steady_clock::time_point deadline) EXCLUDES(mutex_);

 private:
  base::Mutex mutex_;
  base::Condition changed_;
  bool reached_ GUARDED_BY(mutex_) = false;
};

class Worker {
 public:
  /// `body` must own whatever it uses.
  explicit Worker(std::function<void()> body);

  /// As end_by() of this moment, if that was not called.
  ~Worker();

  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Waits for the end of the thread, which is told by other means that it should.
  void end_by(std::chrono::steady_clock::time_point deadline);

 private:
  std::shared_ptr<ThreadEnd> end_ = std::make_shared<ThreadEnd>();
  std::thread thread_;
};

}  // namespace nats
