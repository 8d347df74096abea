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
#include "mcp/client_requests.hpp"
#include "mcp/protocol.hpp"
#include "mcp/rounds.hpp"
#include "mcp/sink.hpp"
#include "rpc/message.hpp"

namespace mcp {

/// Who is calling, or why that cannot be said. Asked on the first use, so that the handshake stays
/// quick.
using Identity = std::function<base::Result<std::string>()>;

/// What a request says about itself beside its arguments.
struct RequestMeta {
  Era era = Era::modern;
  std::string traceparent;     ///< W3C; empty if absent
  std::string baggage;         ///< W3C; empty if absent
  std::string tool_use_id;     ///< how Claude Code tells the call from others; empty if absent
  std::string progress_token;  ///< JSON text; empty if no progress is wanted
  std::optional<LogLevel> log_level;
  json::View client_features;  ///< what the client declares that it can do; modern: in this request

  bool client_can(std::string_view feature) const {
    return !client_features.find(feature).is(json::Kind::absent);
  }
};

class Call {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// What a call is made of.
  struct Parts {
    rpc::Id id;
    RequestMeta meta;
    std::shared_ptr<Sink> sink;  ///< where its messages go
    Identity identity;
    Deadline deadline = Deadline::max();
    std::size_t bytes = 0;  ///< of the request's text
    std::shared_ptr<ClientRequests> client_requests = {};
  };

  explicit Call(Parts parts) : parts_(std::move(parts)) {}

  // For handlers.

  /// The agent that calls, as established by the transport; never taken from arguments.
  base::Result<std::string> agent() const { return parts_.identity(); }

  const RequestMeta& meta() const { return parts_.meta; }

  /// Questions to the client's user or model, and their answers (modern era).
  Rounds& rounds() { return rounds_; }

  /// Sends a request to the client and waits for its answer (legacy era); the tool must declare the
  /// feature that it needs. The answer is the whole message, with `result`.
  base::Result<json::Document> request(std::string_view method, std::string_view params_json);

  /// Ends the connection that carries this call's messages, where the client can come back for the
  /// rest; the call goes on.
  void let_reconnect(std::chrono::milliseconds retry_after);

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

  const rpc::Id& id() const { return parts_.id; }

  Deadline deadline() const { return parts_.deadline; }

  std::size_t bytes() const { return parts_.bytes; }

  /// Answered, cancelled or timed out.
  bool has_ended();

  void begin_round(Rounds rounds) { rounds_ = std::move(rounds); }

  /// Holds on to something as long as the call lives.
  void keep(std::shared_ptr<void> thing) { kept_ = std::move(thing); }

  /// A message that belongs to the call and is not its answer.
  void send(std::string_view message);

  /// Sends the answer unless the call has ended already. True if it was sent. `before_sending` runs
  /// first, when it is certain that this is the answer.
  bool finish(std::string_view message, const std::function<void()>& before_sending);

  /// Ends the call without an answer and asks the handler to stop. False if it has ended already.
  bool cancel();

  void request_stop() { stop_.request_stop(); }

 private:
  const Parts parts_;
  Rounds rounds_;
  std::shared_ptr<void> kept_;
  std::stop_source stop_;

  base::Mutex mutex_;  ///< held while sending, so that nothing follows the answer
  bool ended_ GUARDED_BY(mutex_) = false;
  std::optional<double> last_progress_ GUARDED_BY(mutex_);
  Deadline next_progress_ GUARDED_BY(mutex_) = {};
};

}  // namespace mcp
