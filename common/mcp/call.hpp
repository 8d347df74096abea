#pragma once
// Call: one request that is being worked on, as its handler sees it.
//
// It is answered, cancelled or timed out exactly once: whichever comes first wins, and nothing is
// sent for it afterwards (specification, cancellation: "send nothing more for that id").
// Thread-safe; handlers run on any thread.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "mcp/protocol.hpp"
#include "mcp/sink.hpp"
#include "rpc/message.hpp"

namespace mcp {

/// Who is calling, or why that cannot be said. Asked on the first use, so that the handshake stays
/// quick.
using Identity = std::function<base::Result<std::string>()>;

/// What a request says about itself beside its arguments.
struct RequestMeta {
  std::string traceparent;     ///< W3C; empty if absent
  std::string baggage;         ///< W3C; empty if absent
  std::string progress_token;  ///< JSON text; empty if no progress is wanted
  std::optional<LogLevel> log_level;
};

class Call {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  Call(rpc::Id id,
       RequestMeta meta,
       std::shared_ptr<Sink> sink,
       Identity identity,
       Deadline deadline,
       std::size_t bytes = 0);

  // For handlers.

  /// The agent that calls, as established by the transport; never taken from arguments.
  base::Result<std::string> agent() const { return identity_(); }

  const RequestMeta& meta() const { return meta_; }

  /// Stopped when nobody waits for the answer any more: cancelled, timed out, shutting down.
  std::stop_token stop() const { return stop_.get_token(); }

  /// Tells a client that asked for it how far the work is. `done` must grow; too frequent calls are
  /// dropped.
  void progress(double done,
                std::optional<double> total = std::nullopt,
                std::string_view message = {});

  /// A line for the client's log, if it wants lines of this level.
  void log(LogLevel level, std::string_view logger, std::string_view message);

  // For the dispatcher and the session.

  const rpc::Id& id() const { return id_; }

  Deadline deadline() const { return deadline_; }

  /// Of the request's text.
  std::size_t bytes() const { return bytes_; }

  /// Sends the answer unless the call has ended already. True if it was sent. `before_sending` runs
  /// first, when it is certain that this is the answer.
  bool finish(std::string_view message, const std::function<void()>& before_sending);

  /// Ends the call without an answer and asks the handler to stop. False if it has ended already.
  bool cancel();

  void request_stop() { stop_.request_stop(); }

 private:
  const rpc::Id id_;
  const RequestMeta meta_;
  const std::shared_ptr<Sink> sink_;
  const Identity identity_;
  const Deadline deadline_;
  const std::size_t bytes_;
  std::stop_source stop_;

  base::Mutex mutex_;  ///< held while sending, so that nothing follows the answer
  bool ended_ GUARDED_BY(mutex_) = false;
  std::optional<double> last_progress_ GUARDED_BY(mutex_);
  Deadline next_progress_ GUARDED_BY(mutex_) = {};
};

}  // namespace mcp
