#pragma once
// Messages that came for a reader or consumer and were not taken yet. Filled by a thread of the
// client library, emptied by the reader's. Thread-safe.

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "nats/message.hpp"
#include "nats/post.hpp"

namespace nats {

class Pulled final : public Sink {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// `asked` is the subject by which the server is asked for messages.
  explicit Pulled(std::string asked) : asked_(std::move(asked)) {}

  const std::string& asked() const { return asked_; }

  void received(Incoming message) override EXCLUDES(mutex_);

  void lost(const std::string& why) override EXCLUDES(mutex_);

  void refused(std::string_view subject, const std::string& words) override EXCLUDES(mutex_);

  /// `count` more messages have been asked for.
  void expect(std::size_t count) EXCLUDES(mutex_);

  /// What was asked for does not come: the server has dropped the request.
  void forget_expected() EXCLUDES(mutex_);

  /// How many of those are still to come.
  std::size_t expected() const EXCLUDES(mutex_);

  /// True if nothing is here and nothing is still to come.
  bool is_idle() const EXCLUDES(mutex_);

  /// Returns when nothing more is to come or what came is not followed by more within some ms, and
  /// whenever take() would return without a message.
  void wait_complete(TimePoint deadline, const std::stop_token& stop) EXCLUDES(mutex_);

  /// Up to `max` as soon as there is one, none at the deadline, earlier if the server ended a
  /// request, nothing is expected or the stop was requested.
  std::vector<Incoming> take(std::size_t max, TimePoint deadline, const std::stop_token& stop)
      EXCLUDES(mutex_);

  /// What is here, without waiting.
  std::vector<Incoming> take_rest() EXCLUDES(mutex_);

  /// Why there is nothing to wait for after take() gave nothing: nothing more comes, or the stop
  /// was requested.
  std::optional<base::Error> trouble(const std::stop_token& stop) const EXCLUDES(mutex_);

  /// When the server was heard last, or was asked for something.
  TimePoint last_heard() const EXCLUDES(mutex_);

 private:
  void note_status(const Incoming& message) REQUIRES(mutex_);

  const std::string asked_;
  mutable base::Mutex mutex_;
  base::Condition changed_;
  std::deque<Incoming> messages_ GUARDED_BY(mutex_);
  std::size_t expected_ GUARDED_BY(mutex_) = 0;
  TimePoint last_heard_ GUARDED_BY(mutex_) = std::chrono::steady_clock::now();
  std::optional<std::string> end_ GUARDED_BY(mutex_);
};

/// What was delivered to a consumer, as a message of its stream.
Message message_of(Incoming incoming);

}  // namespace nats
