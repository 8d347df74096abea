#include "nats/worker.hpp"

#include <utility>
#include <vector>

namespace nats {
namespace {

using std::chrono::steady_clock;

struct Straggler {
  std::thread thread;
  std::shared_ptr<ThreadEnd> end;
};

/// Owns the threads that nobody waits for, and joins those that have ended.
class Stragglers {
 public:
  Stragglers() = default;
  Stragglers(const Stragglers&) = delete;
  Stragglers& operator=(const Stragglers&) = delete;

  ~Stragglers() { join_ended(); }

  void take(Straggler straggler) EXCLUDES(mutex_) {
    const base::Lock lock(mutex_);
    all_.push_back(std::move(straggler));
  }

  void join_ended() EXCLUDES(mutex_) {
    const base::Lock lock(mutex_);
    std::erase_if(all_, [](Straggler& straggler) {
      const bool ended = straggler.end->wait_until(steady_clock::now());
      if (ended) straggler.thread.join();
      return ended;
    });
  }

 private:
  base::Mutex mutex_;
  /// Never destroyed: those that run when the process ends are ended by that.
  std::vector<Straggler>& all_ GUARDED_BY(mutex_) =
      *std::make_unique<std::vector<Straggler>>().release();
};

Stragglers& stragglers() {
  static Stragglers all;
  return all;
}

}  // namespace

void ThreadEnd::reach() {
  const base::Lock lock(mutex_);
  reached_ = true;
  changed_.notify_all();
}

bool ThreadEnd::wait_until(steady_clock::time_point deadline) {
  const base::Lock lock(mutex_);
  while (!reached_) {
    if (!changed_.wait_until(mutex_, deadline)) break;
  }
  return reached_;
}

Worker::Worker(std::function<void()> body) {
  stragglers().join_ended();
  thread_ = std::thread([body = std::move(body), end = end_]() mutable {
    body();
    body = nullptr;
    end->reach();
  });
}

Worker::~Worker() {
  end_by(steady_clock::now());
}

void Worker::end_by(steady_clock::time_point deadline) {
  if (!thread_.joinable()) return;
  if (end_->wait_until(deadline)) {
    thread_.join();
  } else {
    stragglers().take({std::move(thread_), end_});
  }
}

}  // namespace nats
