#pragma once
// The connections of a server and their threads. Thread-safe.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/fd.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "http_server/connection.hpp"
#include "http_server/hang_ups.hpp"

namespace http_server {

class Connections {
 public:
  /// `service` outlives it.
  explicit Connections(const Service& service);

  /// Stops them, and waits as long as handlers take.
  ~Connections();

  base::Result<void> start() { return hang_ups_.start(); }

  /// busy: there are as many as allowed. unavailable: the system gives no thread. stopped: after
  /// stop(). The peer is told so, as far as it can be without waiting.
  base::Result<void> add(base::Fd socket, const std::string& peer);

  /// True as soon as all have ended; false at the deadline, then their sockets are shut.
  bool stop(Deadline deadline);

 private:
  struct Entry {
    std::shared_ptr<Connection> connection;
    std::thread thread;
  };

  base::Result<void> enter(std::shared_ptr<Connection> connection, int socket);
  base::Result<void> start_thread(std::shared_ptr<Connection> connection, std::uint64_t id)
      REQUIRES(mutex_);
  void ended(std::uint64_t id);
  std::shared_ptr<Connection> find(std::uint64_t id);
  std::vector<std::shared_ptr<Connection>> all();
  bool wait_for_all(Deadline deadline);

  const Service& service_;
  base::Mutex mutex_;
  base::Condition all_ended_;
  std::unordered_map<std::uint64_t, Entry> open_ GUARDED_BY(mutex_);
  std::uint64_t last_id_ GUARDED_BY(mutex_) = 0;
  bool stopped_ GUARDED_BY(mutex_) = false;

  /// A thread cannot join itself: each that ends joins the one that ended before.
  std::thread last_ended_ GUARDED_BY(mutex_);

  HangUps hang_ups_;
};

}  // namespace http_server
