#pragma once
// Where the dispatcher's messages go: stdio's writer, an HTTP reply, or a test's list.

#include <chrono>
#include <string_view>

namespace mcp {

class Sink {
 public:
  virtual ~Sink() = default;

  /// Sends one JSON message without line breaks. Callable from any thread; never throws. A message
  /// that cannot be delivered any more is dropped.
  virtual void send(std::string_view message) = 0;

  /// Ends the connection that carries the messages, where the client can come back for what is sent
  /// later (specification 2025-11-25, transports: disconnecting). Elsewhere nothing happens.
  virtual void let_reconnect(std::chrono::milliseconds /*retry_after*/) {}
};

}  // namespace mcp
