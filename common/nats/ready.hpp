#pragma once
// Waiting for a socket, to a deadline.

#include <poll.h>

#include <cerrno>
#include <chrono>

namespace nats {

/// True when one of `events` (poll(2)), an error or the end can be had at once.
inline bool is_ready(int socket, short events, std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd ready{socket, events, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(left.count()));
    if (count >= 0 || errno != EINTR) return count == 1;
  }
}

}  // namespace nats
