#include "nats/line.hpp"

#include <algorithm>
#include <utility>

namespace nats {

Standing Line::standing() const {
  const base::Lock lock(mutex_);
  return standing_;
}

bool Line::wait_connected(const Patience& patience) {
  const std::stop_callback stopped(patience.stop, [this] {
    const base::Lock lock(mutex_);
    changed_.notify_all();
  });
  const base::Lock lock(mutex_);
  while (!standing_.connected && !ended_ && !patience.stop.stop_requested()) {
    if (!changed_.wait_until(mutex_, patience.deadline)) break;
  }
  return standing_.connected;
}

void Line::end() {
  const base::Lock lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void Line::connected(const Standing& found) {
  const base::Lock lock(mutex_);
  standing_ = found;
  standing_.connected = true;
  standing_.since = clock_();
  changed_.notify_all();
}

void Line::disconnected(std::string why) {
  const base::Lock lock(mutex_);
  if (standing_.connected) standing_.since = clock_();
  standing_.connected = false;
  set_trouble(std::move(why));
  changed_.notify_all();
}

bool Line::wait_closed(std::uint64_t connection) {
  const base::Lock lock(mutex_);
  while (last_closed_ < connection && !ended_)
    changed_.wait(mutex_);
  return !ended_;
}

bool Line::pause(std::chrono::milliseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  const base::Lock lock(mutex_);
  while (!ended_ && std::chrono::steady_clock::now() < deadline)
    changed_.wait_until(mutex_, deadline);
  return !ended_;
}

void Line::closed(std::uint64_t connection, std::string why) {
  const base::Lock lock(mutex_);
  last_closed_ = std::max(last_closed_, connection);
  last_words_ = std::move(why);
  changed_.notify_all();
}

void Line::trouble(std::string words) {
  const base::Lock lock(mutex_);
  set_trouble(std::move(words));
}

std::string Line::last_words() const {
  const base::Lock lock(mutex_);
  return last_words_;
}

void Line::set_trouble(std::string words) {
  standing_.trouble = std::move(words);
  standing_.trouble_at = clock_();
}

}  // namespace nats
