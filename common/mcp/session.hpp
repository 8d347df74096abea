#pragma once
// Session: what one connection has agreed on (legacy era) and which of its calls are in flight. A
// modern HTTP request gets a session of its own; stdio has one for the life of the process.
// Thread-safe.
//
// Lock order: Call's mutex, then Session's.

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/mutex.hpp"
#include "mcp/call.hpp"

namespace mcp {

class Session {
 public:
  Session(std::shared_ptr<Sink> sink, Identity identity, std::chrono::milliseconds call_time_max);

  Sink& sink() const { return *sink_; }

  /// The version that an initialize handshake agreed on; empty before.
  std::string legacy_version() const;
  void agree_on_legacy(std::string version);

  LogLevel log_level() const;
  void set_log_level(LogLevel level);

  /// Takes a request in, whose text has so many bytes. Refused when its id is in flight already, or
  /// too much is.
  base::Result<std::shared_ptr<Call>> begin(const rpc::Id& id,
                                            RequestMeta meta,
                                            std::size_t bytes = 0);

  /// Sends the answer of a call, unless it was cancelled or has timed out. The id is free again
  /// before the answer leaves, so a client may use it at once.
  void answer(Call& call, std::string_view message);

  /// An id that is unknown or answered is ignored (specification, cancellation).
  void cancel(const rpc::Id& id);

  /// Asks all handlers to stop; what they answer then is still sent. Waits for nothing, not even
  /// for a client that does not read what is being sent.
  void stop_all();

  std::size_t in_flight() const;

  /// The earliest moment at which a call runs out of time; nothing if none is in flight.
  std::optional<Call::Deadline> next_deadline() const;

  /// Answers the calls whose time is over with an error and asks their handlers to stop.
  void expire(Call::Deadline now);

 private:
  void forget(const Call& call);

  const std::shared_ptr<Sink> sink_;
  const Identity identity_;
  const std::chrono::milliseconds call_time_max_;

  mutable base::Mutex mutex_;
  std::string legacy_version_ GUARDED_BY(mutex_);
  LogLevel log_level_ GUARDED_BY(mutex_) = LogLevel::info;
  std::map<rpc::Id, std::shared_ptr<Call>> calls_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;  ///< of the calls in flight
};

}  // namespace mcp
