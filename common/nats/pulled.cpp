#include "nats/pulled.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"

namespace nats {
namespace {

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

void Pulled::expect(std::size_t count) {
  const base::Lock lock(mutex_);
  expected_ += count;
  last_heard_ = std::chrono::steady_clock::now();
}

std::size_t Pulled::expected() const {
  const base::Lock lock(mutex_);
  return expected_;
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

std::optional<std::string> Pulled::end() const {
  const base::Lock lock(mutex_);
  return messages_.empty() ? end_ : std::nullopt;
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
                        message.description.empty() ? "the reader or its stream is gone"
                                                    : base::one_line(message.description, 200),
                        message.status);
  }
  changed_.notify_all();
}

}  // namespace nats
