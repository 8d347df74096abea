#pragma once
// Messages that came for a reader and were not taken yet. Filled by a thread of the client library,
// emptied by the reader's. Thread-safe.

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/mutex.hpp"
#include "nats/post.hpp"

namespace nats {

class Pulled final : public Sink {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  void received(Incoming message) override EXCLUDES(mutex_);

  void lost(const std::string& why) override EXCLUDES(mutex_);

  /// `count` more messages have been asked for.
  void expect(std::size_t count) EXCLUDES(mutex_);

  /// How many of those are still to come.
  std::size_t expected() const EXCLUDES(mutex_);

  /// Up to `max` as soon as there is one, none at the deadline, earlier if the server ended a
  /// request, nothing is expected or the stop was requested.
  std::vector<Incoming> take(std::size_t max, TimePoint deadline, const std::stop_token& stop)
      EXCLUDES(mutex_);

  /// Why nothing more comes.
  std::optional<std::string> end() const EXCLUDES(mutex_);

  /// When the server was heard last, or was asked for something.
  TimePoint last_heard() const EXCLUDES(mutex_);

 private:
  void note_status(const Incoming& message) REQUIRES(mutex_);

  mutable base::Mutex mutex_;
  base::Condition changed_;
  std::deque<Incoming> messages_ GUARDED_BY(mutex_);
  std::size_t expected_ GUARDED_BY(mutex_) = 0;
  TimePoint last_heard_ GUARDED_BY(mutex_) = std::chrono::steady_clock::now();
  std::optional<std::string> end_ GUARDED_BY(mutex_);
};

}  // namespace nats
