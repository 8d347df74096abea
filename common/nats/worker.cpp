#include "nats/worker.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <utility>
#include <vector>

namespace nats {
namespace {

using std::chrono::steady_clock;

struct Straggler {
  std::thread thread;
  std::shared_ptr<ThreadEnd> end;
};

/// Owns the threads that nobody waits for, and joins those that have ended. If some run still when
/// the process exits, it ends without the destructors of its libraries: OpenSSL's would take from
/// these threads what they use.
class Stragglers {
 public:
  Stragglers() = default;
  Stragglers(const Stragglers&) = delete;
  Stragglers& operator=(const Stragglers&) = delete;

  void take(Straggler straggler) EXCLUDES(mutex_) {
    // Each time: what was registered last is called first, and a library may have been later.
    ::on_exit(end_under_them, nullptr);
    const base::Lock lock(mutex_);
    all_.push_back(std::move(straggler));
  }

  /// True if none is left.
  bool join_ended() EXCLUDES(mutex_) {
    const base::Lock lock(mutex_);
    std::erase_if(all_, [](Straggler& straggler) {
      const bool ended = straggler.end->wait_until(steady_clock::now());
      if (ended) straggler.thread.join();
      return ended;
    });
    return all_.empty();
  }

 private:
  static void end_under_them(int status, void*);

  base::Mutex mutex_;
  std::vector<Straggler> all_ GUARDED_BY(mutex_);
};

/// Never destroyed.
Stragglers& stragglers() {
  static Stragglers& all = *std::make_unique<Stragglers>().release();
  return all;
}

void Stragglers::end_under_them(int status, void*) {
  if (stragglers().join_ended()) return;
  // One of them may hold it for ever.
  if (::ftrylockfile(stdout) == 0) ::fflush_unlocked(stdout);
  ::_exit(status);
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
