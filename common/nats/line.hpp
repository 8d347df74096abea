#pragma once
// How it stands with the connection: what the linking thread finds out, and who waits for it.
// Thread-safe.

#include <chrono>
#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "nats/bus.hpp"

namespace nats {

class Line {
 public:
  explicit Line(base::Clock clock) : clock_(std::move(clock)) { standing_.since = clock_(); }

  Standing standing() const EXCLUDES(mutex_);

  bool wait_connected(const Patience& patience) EXCLUDES(mutex_);

  /// Whoever waits is released; the linking thread ends.
  void end() EXCLUDES(mutex_);

  // For the linking thread.

  void connected(const Standing& found) EXCLUDES(mutex_);
  void disconnected(std::string why) EXCLUDES(mutex_);

  /// Until connections up to that number have ended. False if the end comes first.
  bool wait_closed(std::uint64_t connection) EXCLUDES(mutex_);

  /// False if the end comes before that time is over.
  bool pause(std::chrono::milliseconds time) EXCLUDES(mutex_);

  // For the client library's threads.

  void closed(std::uint64_t connection, std::string why) EXCLUDES(mutex_);
  void trouble(std::string words) EXCLUDES(mutex_);

  /// Why the last connection ended.
  std::string last_words() const EXCLUDES(mutex_);

 private:
  void set_trouble(std::string words) REQUIRES(mutex_);

  const base::Clock clock_;
  mutable base::Mutex mutex_;
  base::Condition changed_;
  Standing standing_ GUARDED_BY(mutex_);
  std::uint64_t last_closed_ GUARDED_BY(mutex_) = 0;
  std::string last_words_ GUARDED_BY(mutex_);
  bool ended_ GUARDED_BY(mutex_) = false;
};

}  // namespace nats
