#include "transport/worker_pool.hpp"

#include <system_error>
#include <utility>

namespace transport {

WorkerPool::~WorkerPool() {
  std::vector<std::thread> threads;
  {
    const base::Lock lock(mutex_);
    closing_ = true;
    queue_.clear();
    threads = std::move(threads_);
  }
  work_came_.notify_all();
  for (std::thread& thread : threads)
    thread.join();
}

bool WorkerPool::submit(std::function<void()> work, mcp::JobKind kind) {
  {
    const base::Lock lock(mutex_);
    if (queue_.size() >= queued_max_) return false;
    queue_.push_back({std::move(work), kind});
    if (queue_.size() > idle_threads_ && threads_.size() < threads_max_ && !add_thread()) {
      queue_.pop_back();
      return false;
    }
  }
  work_came_.notify_one();
  return true;
}

bool WorkerPool::add_thread() {
  try {
    threads_.emplace_back([this] { this->work(); });
  } catch (const std::system_error&) {  // the system has no thread left
    return !threads_.empty();
  }
  return true;
}

bool WorkerPool::hand_over(std::function<void()> present, mcp::JobKind next) {
  {
    const base::Lock lock(mutex_);
    if (idle_threads_ <= queue_.size() || !may_run(next)) return false;
    queue_.push_back({std::move(present), mcp::JobKind::reads});
    note_begun(next);
  }
  work_came_.notify_one();
  return true;
}

bool WorkerPool::wait_idle(std::chrono::milliseconds time_max, std::size_t busy_max) {
  const auto deadline = std::chrono::steady_clock::now() + time_max;
  const base::Lock lock(mutex_);
  while (!queue_.empty() || idle_threads_ + busy_max < threads_.size()) {
    if (!became_idle_.wait_until(mutex_, deadline)) return false;
  }
  return true;
}

bool WorkerPool::may_run(mcp::JobKind kind) const {
  return kind != mcp::JobKind::changes || changing_ < changing_max_;
}

void WorkerPool::note_begun(mcp::JobKind kind) {
  if (kind == mcp::JobKind::changes) ++changing_;
}

void WorkerPool::finish(mcp::JobKind kind) {
  if (kind != mcp::JobKind::changes) return;
  const base::Lock lock(mutex_);
  --changing_;
}

std::deque<WorkerPool::Work>::iterator WorkerPool::next_work() {
  auto next = queue_.begin();
  while (next != queue_.end() && !may_run(next->kind))
    ++next;
  return next;
}

void WorkerPool::work() {
  for (;;) {
    Work work;
    {
      const base::Lock lock(mutex_);
      ++idle_threads_;
      if (queue_.empty()) became_idle_.notify_all();
      auto next = next_work();
      while (next == queue_.end() && !closing_) {
        work_came_.wait(mutex_);
        next = next_work();
      }
      if (closing_) return;
      --idle_threads_;
      work = std::move(*next);
      queue_.erase(next);
      if (queue_.empty()) became_idle_.notify_all();  // but for those that are busy
      note_begun(work.kind);
    }
    work.run();
    finish(work.kind);
  }
}

}  // namespace transport
