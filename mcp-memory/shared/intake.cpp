#include "mcp-memory/shared/intake.hpp"

#include <iterator>
#include <utility>

#include "mcp-memory/shared/log_message.hpp"

namespace memory {
namespace {

constexpr std::size_t read_max = 500;

/// A stop is heard at once; this is only how long one question to the reader lasts.
constexpr std::chrono::milliseconds reader_wait{500};

/// What one transaction takes: a fraction of a second in which nobody else writes.
constexpr std::size_t messages_max = 8000;
constexpr std::size_t bytes_max = std::size_t{8} * 1024 * 1024;

/// While messages come faster than they are taken one by one, each transaction waits for some more.
constexpr std::chrono::milliseconds gathering{10};

}  // namespace

Intake::Intake(nats::Reader& reader, SentHere& sent)
    : reader_(reader), sent_(sent), reading_([this](const std::stop_token& stop) { run(stop); }) {}

base::Result<Intake::Arrived> Intake::take(const std::stop_token& stop,
                                           std::chrono::milliseconds wait) {
  const base::Lock lock(mutex_);
  const bool are_many = !arrived_.messages.empty();
  changed_.wait_for(
      mutex_, stop, wait, [this]() REQUIRES(mutex_) { return !arrived_.messages.empty() || end_; });
  if (are_many)
    changed_.wait_for(
        mutex_, stop, gathering, [this]() REQUIRES(mutex_) { return is_full() || end_; });
  if (arrived_.messages.empty() && end_) return *end_;
  bytes_ = 0;
  changed_.notify_all();
  return std::exchange(arrived_, {});
}

void Intake::drop(std::vector<LogMessage> messages) {
  const base::Lock lock(mutex_);
  dropped_.push_back(std::move(messages));
}

void Intake::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    free_dropped();
    const auto messages = reader_.next(read_max, reader_wait, stop);
    if (!messages) {
      const base::Lock lock(mutex_);
      end_ = messages.error();
      changed_.notify_all();
      return;
    }
    if (messages->empty()) continue;
    std::vector<LogMessage> all;
    all.reserve(messages->size());
    std::size_t bytes = 0;
    for (const nats::Message& message : *messages) {
      bytes += message.payload.size();
      all.push_back(read(message));
    }
    put(std::move(all), bytes, messages->back().pending);
    const base::Lock lock(mutex_);
    changed_.wait(mutex_, stop, [this]() REQUIRES(mutex_) { return !is_full(); });
  }
}

LogMessage Intake::read(const nats::Message& message) {
  LogMessage read = read_message(message, sent_);
  prepare(read);
  return read;
}

void Intake::free_dropped() {
  std::vector<std::vector<LogMessage>> dropped;  // they go after the lock
  const base::Lock lock(mutex_);
  dropped.swap(dropped_);
}

bool Intake::is_full() const {
  return arrived_.messages.size() >= messages_max || bytes_ >= bytes_max;
}

void Intake::put(std::vector<LogMessage> messages, std::size_t bytes, std::uint64_t pending) {
  const base::Lock lock(mutex_);
  arrived_.messages.insert(arrived_.messages.end(),
                           std::make_move_iterator(messages.begin()),
                           std::make_move_iterator(messages.end()));
  arrived_.pending = pending;
  bytes_ += bytes;
  changed_.notify_all();
}

}  // namespace memory
