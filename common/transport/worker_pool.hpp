#pragma once
// WorkerPool: a few threads that run what the reader must not wait for. Threads start when there is
// work for them, so a server that only shakes hands has none.

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/limits.hpp"
#include "base/mutex.hpp"
#include "mcp/dispatcher.hpp"

namespace transport {

class WorkerPool {
 public:
  explicit WorkerPool(std::size_t queued_max,
                      std::size_t threads_max = base::limits::worker_threads_max,
                      std::size_t changing_max = base::limits::changing_threads_max)
      : queued_max_(queued_max), threads_max_(threads_max), changing_max_(changing_max) {}

  /// Finishes what runs, drops what waits, joins.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False if too much waits already, or no thread can be had.
  bool submit(std::function<void()> work, mcp::JobKind kind);

  /// Gives the present work of a thread of this pool to another one that is idle, because the
  /// caller is about to run something else itself, of the kind `next`; it says finish() then.
  /// False, and nothing has happened: no thread is idle, or enough work of that kind runs.
  bool hand_over(std::function<void()> present, mcp::JobKind next);
  void finish(mcp::JobKind kind);

  /// True as soon as nothing waits and no more than `busy_max` threads run anything; false if that
  /// takes longer.
  bool wait_idle(std::chrono::milliseconds time_max, std::size_t busy_max = 0);

 private:
  struct Work {
    std::function<void()> run;
    mcp::JobKind kind;
  };

  void work();

  /// The first that may run now: work that changes something waits while enough of it runs.
  std::deque<Work>::iterator next_work() REQUIRES(mutex_);

  bool may_run(mcp::JobKind kind) const REQUIRES(mutex_);
  void note_begun(mcp::JobKind kind) REQUIRES(mutex_);

  /// True if there is a thread, this one or an earlier one.
  bool add_thread() REQUIRES(mutex_);

  const std::size_t queued_max_;
  const std::size_t threads_max_;
  const std::size_t changing_max_;
  base::Mutex mutex_;
  base::Condition work_came_;
  base::Condition became_idle_;
  std::deque<Work> queue_ GUARDED_BY(mutex_);
  std::vector<std::thread> threads_ GUARDED_BY(mutex_);
  std::size_t idle_threads_ GUARDED_BY(mutex_) = 0;
  std::size_t changing_ GUARDED_BY(mutex_) = 0;
  bool closing_ GUARDED_BY(mutex_) = false;
};

}  // namespace transport
