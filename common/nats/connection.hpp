#pragma once
// One connection of the client library, from its welcome until it is lost; it never reconnects by
// itself, because what the library keeps for later would be stored after its sender was told that
// it is not. The only place that knows nats.c.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "nats/message.hpp"
#include "nats/options.hpp"

namespace nats {

struct Outgoing {
  std::string subject;
  std::string payload = {};
  Headers headers = {};
  std::string reply = {};
};

struct Incoming {
  std::string subject;
  std::string reply = {};
  std::string payload = {};
  Headers headers = {};
  int status = 0;  ///< of a message from the server itself, 503 for instance; 0: there is none
  std::string description = {};  ///< of the status
};

/// Called on threads of the library, one call at a time for messages and one for the others.
class Listener {
 public:
  virtual ~Listener() = default;

  virtual void received(Incoming message) = 0;

  /// The server refuses something on a connection that goes on.
  virtual void refused(std::string words) = 0;

  /// The connection of that number has ended, by close() or by itself.
  virtual void closed(std::uint64_t connection, std::string why) = 0;
};

/// How long Connection::send() may block.
inline constexpr std::chrono::milliseconds send_time_max{2'000};

enum class Sending { sent, not_sent, too_large, uncertain };

class Connection {
 public:
  virtual ~Connection() = default;

  virtual std::uint64_t number() const = 0;  ///< grows with each connection of this process
  virtual std::string address() const = 0;   ///< host:port
  virtual std::uint64_t payload_bytes_max() const = 0;

  /// Hands over to the system; blocks while the server takes nothing, after send_time_max the
  /// connection is lost. Any thread, also during close().
  virtual Sending send(const Outgoing& message) = 0;

  /// Blocks as long as send() does. Must come before destruction.
  virtual void close() = 0;
};

/// Tries each server once and receives what is sent to `inbox`. Blocks for the connect time-out of
/// each server. The listener is held weakly: it may be gone when the library calls.
/// invalid: credentials or certificates are refused or cannot be used. unavailable: nobody answers.
base::Result<std::shared_ptr<Connection>> connect(const Options& options,
                                                  const std::string& inbox,
                                                  std::weak_ptr<Listener> listener);

}  // namespace nats
