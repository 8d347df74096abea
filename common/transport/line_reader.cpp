#include "transport/line_reader.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/text.hpp"

namespace transport {

LineReader::Event LineReader::next(int wait_ms) {
  for (;;) {
    if (const auto event = take_line()) return *event;
    if (ended_) return Event::end;
    if (const auto event = fill(wait_ms)) return *event;
  }
}

std::optional<LineReader::Event> LineReader::take_line() {
  for (;;) {
    const std::size_t found = buffer_.find('\n', searched_);
    const bool complete = found != std::string::npos;
    if (!complete && !ended_) {
      keep_within_limit();
      return std::nullopt;
    }
    if (!complete && taken_ == buffer_.size() && !skipping_) return std::nullopt;
    const std::size_t end = complete ? found : buffer_.size();
    line_ = std::string_view(buffer_).substr(taken_, end - taken_);
    taken_ = searched_ = complete ? end + 1 : end;
    if (std::exchange(skipping_, false) || line_.size() > line_bytes_max_) return Event::too_long;
    if (!base::trimmed(line_).empty()) return Event::line;
  }
}

void LineReader::keep_within_limit() {
  skipping_ = skipping_ || buffer_.size() - taken_ > line_bytes_max_;
  if (skipping_) buffer_.resize(taken_);
  searched_ = buffer_.size();
}

std::optional<LineReader::Event> LineReader::fill(int wait_ms) {
  pollfd ready[] = {{input_, POLLIN, 0}, {wake_, POLLIN, 0}};
  const int count = ::poll(ready, 2, wait_ms);
  if (count == 0) return Event::waited;
  if (count < 0) return errno == EINTR ? std::optional<Event>() : Event::end;
  if (ready[1].revents != 0) return Event::end;

  buffer_.erase(0, taken_);
  searched_ -= taken_;
  taken_ = 0;
  const ssize_t got = ::read(input_, chunk_.data(), chunk_.size());
  if (got > 0) buffer_.append(chunk_.data(), static_cast<std::size_t>(got));
  const bool again = got < 0 && (errno == EINTR || errno == EAGAIN);
  if (got <= 0 && !again) ended_ = true;
  return std::nullopt;
}

}  // namespace transport
