#include "endpoint/event_log.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

#include "base/format.hpp"
#include "base/limits.hpp"

namespace endpoint {

class EventLog::Reader : public http_server::Stream {
 public:
  Reader(std::shared_ptr<EventLog> log,
         std::uint64_t reader_number,
         std::uint64_t first_position,
         std::stop_token gone)
      : number(reader_number),
        position(first_position),
        log_(std::move(log)),
        on_gone_(std::move(gone), [this] { end_at_once(); }) {}

  ~Reader() override {
    const base::Lock lock(log_->mutex_);
    if (log_->reader_ == number) log_->reading_ = false;
  }

  std::optional<std::string> next() override { return log_->piece_for(*this); }

  void close() override {
    const base::Lock lock(log_->mutex_);
    closed = true;
    log_->changed_.notify_all();
  }

  void end_at_once() {
    const base::Lock lock(log_->mutex_);
    is_gone = true;
    log_->changed_.notify_all();
  }

  // Guarded by the log's mutex.
  const std::uint64_t number;
  std::uint64_t position;  ///< of the last event it got
  bool primed = false;
  bool closed = false;   ///< ends behind what was said already
  bool is_gone = false;  ///< what was not read yet is for the next reader

 private:
  const std::shared_ptr<EventLog> log_;
  const std::stop_callback<std::function<void()>> on_gone_;
};

void EventLog::send(std::string_view message) {
  const base::Lock lock(mutex_);
  if (finished_at_) return;
  events_.push_back({++last_number_, std::string(message)});
  bytes_ += message.size();
  drop_oldest();
  changed_.notify_all();
}

void EventLog::let_reconnect(std::chrono::milliseconds retry_after) {
  const base::Lock lock(mutex_);
  if (!primed_ || finished_at_ || !reading_) return;  // it could not say where it was
  retry_after_ = retry_after;
  retry_behind_ = last_number_;
  changed_.notify_all();
}

void EventLog::finish() {
  const base::Lock lock(mutex_);
  if (!finished_at_) finished_at_ = std::chrono::steady_clock::now();
  changed_.notify_all();
}

std::optional<std::chrono::steady_clock::time_point> EventLog::finished_at() const {
  const base::Lock lock(mutex_);
  return finished_at_;
}

bool EventLog::has_ended_at(std::uint64_t number) const {
  const base::Lock lock(mutex_);
  return finished_at_ && number >= last_number_;
}

bool EventLog::has_reader() const {
  const base::Lock lock(mutex_);
  return reading_;
}

std::size_t EventLog::bytes() const {
  const base::Lock lock(mutex_);
  return bytes_;
}

std::string EventLog::last_message() const {
  const base::Lock lock(mutex_);
  return events_.empty() ? std::string() : events_.back().message;
}

std::shared_ptr<http_server::Stream> EventLog::read(std::optional<std::uint64_t> after,
                                                    std::stop_token gone) {
  std::uint64_t number = 0;
  std::uint64_t position = 0;
  {
    const base::Lock lock(mutex_);
    number = ++reader_;
    position = after.value_or(delivered_);
    reading_ = true;
    retry_after_.reset();
    changed_.notify_all();
  }
  return std::make_shared<Reader>(shared_from_this(), number, position, std::move(gone));
}

std::optional<std::string> EventLog::piece_for(Reader& reader) {
  const auto comment_due = std::chrono::steady_clock::now() + comment_interval_;
  const base::Lock lock(mutex_);
  if (primed_ && !std::exchange(reader.primed, true))
    return formatted({reader.position, std::string()});
  for (;;) {
    if (reader.is_gone || reader_ != reader.number) return std::nullopt;
    const std::uint64_t last = retry_after_ ? retry_behind_ : last_number_;
    const auto next = std::find_if(events_.begin(), events_.end(), [&](const Event& event) {
      return event.number > reader.position && event.number <= last;
    });
    if (next != events_.end()) {
      reader.position = next->number;
      delivered_ = std::max(delivered_, next->number);
      std::string piece = formatted(*next);
      if (id_.empty()) drop_delivered();
      return piece;
    }
    if (reader.closed) return std::nullopt;
    if (retry_after_) {
      const auto retry_ms = std::exchange(retry_after_, std::nullopt)->count();
      ++reader_;  // whatever comes now is for the next one
      reading_ = false;
      return base::format("retry: {}\n\n", retry_ms);
    }
    if (finished_at_) return std::nullopt;
    if (!changed_.wait_until(mutex_, comment_due)) return ":\n\n";
  }
}

std::string EventLog::formatted(const Event& event) const {
  std::string text;
  text.reserve(event.message.size() + id_.size() + 32);
  if (!id_.empty()) text += base::format("id: {}-{}\n", id_, event.number);
  text += "data: ";
  text += event.message;
  text += "\n\n";
  return text;
}

void EventLog::drop_delivered() {
  while (!events_.empty() && events_.front().number <= delivered_) {
    bytes_ -= events_.front().message.size();
    events_.pop_front();
  }
}

void EventLog::drop_oldest() {
  // The newest stays, however large it is: somebody waits for it.
  while (events_.size() > 1 && (events_.size() > base::limits::events_kept_max ||
                                bytes_ > base::limits::event_bytes_kept_max)) {
    bytes_ -= events_.front().message.size();
    events_.pop_front();
  }
}

std::optional<EventId> read_event_id(std::string_view text) {
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || dash == 0) return std::nullopt;
  EventId id{std::string(text.substr(0, dash)), 0};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + dash + 1, end, id.number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return id;
}

}  // namespace endpoint
