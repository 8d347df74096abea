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
// theirs: a module is loaded apart. They can go when Debian's nats.c is 3.11 or newer (decision
// 20).

#include <chrono>

namespace nats {

/// Before nats.c begins with OpenSSL: that must not clear away at the exit of the process what
/// threads still use.
void prepare_tls();

/// As long as it lives, a handshake on this thread has that long. One at a time on a thread.
class HandshakeLimit {
 public:
  explicit HandshakeLimit(std::chrono::milliseconds time_max);
  ~HandshakeLimit();

  HandshakeLimit(const HandshakeLimit&) = delete;
  HandshakeLimit& operator=(const HandshakeLimit&) = delete;

  std::chrono::milliseconds time_max() const { return time_max_; }

  void note_handshake(bool has_reached_it) { was_reached_ = has_reached_it; }

  /// By the last handshake.
  bool was_reached() const { return was_reached_; }

 private:
  const std::chrono::milliseconds time_max_;
  bool was_reached_ = false;
};

}  // namespace nats
