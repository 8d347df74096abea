#pragma once
// What nats.c before 3.11, and so Debian 12's, lacks where a connection has TLS:
//
// - It reads and writes one session from two threads with no lock between (its pull request 913).
//   OpenSSL allows one at a time. When both come together while new keys arrive, the connection
//   breaks.
// - It waits without end for a server that does not answer a handshake (pull request 907).
//
// The source defines those functions of OpenSSL which nats.c calls for this, so that within the
// module they are found before OpenSSL's own, which they call. Other libraries of the process keep
// theirs: a module is loaded apart. With a newer nats.c they do no harm, and can go.

#include <chrono>

namespace nats {

/// As long as it lives, a handshake on this thread has that long. One at a time on a thread.
class HandshakeLimit {
 public:
  explicit HandshakeLimit(std::chrono::milliseconds time_max);
  ~HandshakeLimit();

  HandshakeLimit(const HandshakeLimit&) = delete;
  HandshakeLimit& operator=(const HandshakeLimit&) = delete;

  std::chrono::milliseconds time_max() const { return time_max_; }

  void reached() { was_reached_ = true; }

  /// By one handshake at least.
  bool was_reached() const { return was_reached_; }

 private:
  const std::chrono::milliseconds time_max_;
  bool was_reached_ = false;
};

}  // namespace nats
