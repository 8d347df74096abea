#pragma once
// Session: what one connection has agreed on (legacy era) and which of its calls are in flight. A
// modern HTTP request gets a session of its own, a legacy HTTP client one from initialize until it
// is deleted; stdio has one for the life of the process. Thread-safe.
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
#include "mcp/changes.hpp"

namespace mcp {

class Session {
 public:
  /// `sink` takes what belongs to no request.
  Session(std::shared_ptr<Sink> sink, Identity identity, std::chrono::milliseconds call_time_max);

  const std::shared_ptr<Sink>& sink() const { return sink_; }

  /// What an initialize handshake agreed on; no version before that.
  struct Legacy {
    std::string version = {};
    std::shared_ptr<const json::Document> client_features = {};  ///< "capabilities" of the client
    LogLevel log_level = LogLevel::info;
    std::shared_ptr<Subscription> subscription = {};  ///< to what the server tells unasked
  };

  Legacy legacy() const;

  void agree_on_legacy(std::string version,
                       std::shared_ptr<const json::Document> client_features = {},
                       std::shared_ptr<Subscription> subscription = {});

  void set_log_level(LogLevel level);

  ClientRequests& client_requests() const { return *client_requests_; }

  /// Takes a request in, whose text has so many bytes and whose messages go to `sink` (null: the
  /// session's). Refused when its id is in flight already, or too much is.
  base::Result<std::shared_ptr<Call>> begin(const rpc::Id& id,
                                            RequestMeta meta,
                                            std::size_t bytes = 0,
                                            std::shared_ptr<Sink> sink = nullptr);

  /// The same for a request that stands until it is cancelled or the server ends: it has no time
  /// limit, and `farewell` is its answer in the end.
  base::Result<std::shared_ptr<Call>> begin_standing(const rpc::Id& id,
                                                     RequestMeta meta,
                                                     std::shared_ptr<Sink> sink,
                                                     std::string farewell);

  /// Sends the answer of a call, unless it was cancelled or has timed out. The id is free again
  /// before the answer leaves, so a client may use it at once.
  void answer(Call& call, std::string_view message);

  /// An id that is unknown or answered is ignored (specification, cancellation).
  void cancel(const rpc::Id& id);

  /// Asks all handlers to stop; what they answer then is still sent. Waits for nothing, not even
  /// for a client that does not read what is being sent.
  void stop_all();

  /// Answers the standing requests. Over stdio a client may rely on notifications/cancelled instead
  /// of the answer: then both are sent (specification 2026-07-28, cancellation).
  void end_standing(bool also_cancelled);

  /// Standing requests count as well.
  std::size_t in_flight() const;

  /// The earliest moment at which a call runs out of time; nothing if none is in flight.
  std::optional<Call::Deadline> next_deadline() const;

  /// Answers the calls whose time is over with an error and asks their handlers to stop.
  void expire(Call::Deadline now);

 private:
  struct Entry {
    std::shared_ptr<Call> call;
    std::optional<std::string> farewell = {};  ///< of a standing request
  };

  base::Result<std::shared_ptr<Call>> admit(Call::Parts parts, std::optional<std::string> farewell);
  void forget(const Call& call);

  const std::shared_ptr<Sink> sink_;
  const Identity identity_;
  const std::chrono::milliseconds call_time_max_;
  const std::shared_ptr<ClientRequests> client_requests_ = std::make_shared<ClientRequests>();

  mutable base::Mutex mutex_;
  Legacy legacy_ GUARDED_BY(mutex_);
  std::map<rpc::Id, Entry> calls_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;  ///< of the calls in flight
};

}  // namespace mcp
