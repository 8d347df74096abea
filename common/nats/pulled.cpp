#include "nats/pulled.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "nats/delivery.hpp"

namespace nats {
namespace {

/// Between messages that a server gives in one go.
constexpr std::chrono::milliseconds gap_max{5};

constexpr int heartbeat_status = 100;
constexpr int no_messages_status = 404;
constexpr int request_over_status = 408;

}  // namespace

void Pulled::received(Incoming message) {
  const base::Lock lock(mutex_);
  last_heard_ = std::chrono::steady_clock::now();
  if (message.status != 0) {
    note_status(message);
    return;
  }
  if (expected_ > 0) --expected_;
  messages_.push_back(std::move(message));
  changed_.notify_all();
}

void Pulled::lost(const std::string& why) {
  const base::Lock lock(mutex_);
  if (!end_) end_ = why;
  changed_.notify_all();
}

void Pulled::refused(std::string_view subject, const std::string& words) {
  if (is_refused(subject, asked_)) lost(words);
}

void Pulled::expect(std::size_t count) {
  const base::Lock lock(mutex_);
  expected_ += count;
  last_heard_ = std::chrono::steady_clock::now();
}

void Pulled::forget_expected() {
  const base::Lock lock(mutex_);
  expected_ = 0;
}

std::size_t Pulled::expected() const {
  const base::Lock lock(mutex_);
  return expected_;
}

bool Pulled::is_idle() const {
  const base::Lock lock(mutex_);
  return expected_ == 0 && messages_.empty();
}

void Pulled::wait_complete(TimePoint deadline, const std::stop_token& stop) {
  const std::stop_callback stopped(stop, [this] {
    const base::Lock lock(mutex_);
    changed_.notify_all();
  });
  const base::Lock lock(mutex_);
  while (!end_ && expected_ > 0 && !stop.stop_requested()) {
    const auto next_by = last_heard_ + gap_max;
    const auto until = messages_.empty() ? deadline : std::min(deadline, next_by);
    if (!changed_.wait_until(mutex_, until)) break;
  }
}

std::vector<Incoming> Pulled::take(std::size_t max,
                                   TimePoint deadline,
                                   const std::stop_token& stop) {
  const std::stop_callback stopped(stop, [this] {
    const base::Lock lock(mutex_);
    changed_.notify_all();
  });
  const base::Lock lock(mutex_);
  while (messages_.empty() && !end_ && expected_ > 0 && !stop.stop_requested()) {
    if (!changed_.wait_until(mutex_, deadline)) break;
  }
  const auto count = static_cast<std::ptrdiff_t>(std::min(max, messages_.size()));
  const auto first = messages_.begin();
  std::vector<Incoming> taken(std::make_move_iterator(first),
                              std::make_move_iterator(first + count));
  messages_.erase(first, first + count);
  return taken;
}

std::vector<Incoming> Pulled::take_rest() {
  const base::Lock lock(mutex_);
  std::vector<Incoming> rest(std::make_move_iterator(messages_.begin()),
                             std::make_move_iterator(messages_.end()));
  messages_.clear();
  return rest;
}

std::optional<base::Error> Pulled::trouble(const std::stop_token& stop) const {
  const base::Lock lock(mutex_);
  if (end_ && messages_.empty()) return base::unavailable(*end_);
  if (stop.stop_requested()) return base::stopped("stopped while reading");
  return std::nullopt;
}

Pulled::TimePoint Pulled::last_heard() const {
  const base::Lock lock(mutex_);
  return last_heard_;
}

/// A request that is over is made again by the reader; which of several it was does not matter, as
/// asking for too much does no harm.
void Pulled::note_status(const Incoming& message) {
  if (message.status == heartbeat_status) return;
  if (message.status == no_messages_status || message.status == request_over_status) {
    expected_ = 0;
  } else {
    end_ = base::format("the server ended the reading: {} ({})",
                        message.description.empty() ? "what is read is gone"
                                                    : base::one_line(message.description, 200),
                        message.status);
  }
  changed_.notify_all();
}

Message message_of(Incoming incoming) {
  const Delivery delivery = delivery_of(incoming.reply).value_or(Delivery{});
  return {.subject = std::move(incoming.subject),
          .payload = std::move(incoming.payload),
          .headers = std::move(incoming.headers),
          .sequence = delivery.sequence,
          .time = delivery.time,
          .pending = delivery.pending};
}

}  // namespace nats
