#pragma once
// Dispatcher: from a message to its answer, whatever the transport and the era.
//
// Quick methods (handshakes, ping, lists, cancellation) are answered before accept() returns; a
// request that runs a handler comes back as a job for any thread that need not read on. So nobody
// who feeds it waits for a tool.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mcp/request_headers.hpp"
#include "mcp/request_state.hpp"
#include "mcp/server.hpp"
#include "mcp/session.hpp"

namespace mcp {

struct Context;
struct Outcome;
struct SlowMethod;

/// What a job may wait for: one that changes something may queue for a lock, one that reads does
/// not. A transport keeps threads free for those that read.
enum class JobKind { reads, changes };

/// A request that waits for a thread. Exactly one of the two functions is called, once.
struct Job {
  JobKind kind;
  bool may_send_more;  ///< than its answer: progress, logs, questions to the client
  std::shared_ptr<Call> call;
  std::function<void()> run;
  std::function<void()> refuse;  ///< no thread can be had: answers that the server is overloaded
};

/// One message, as a transport got it.
struct Arrival {
  rpc::Message message;
  std::size_t bytes;  ///< of its text
  std::shared_ptr<Session> session;
  std::shared_ptr<Sink> sink;             ///< for its answer and what comes before that
  const HeaderLookup* headers = nullptr;  ///< of the HTTP request, while it lasts; null over stdio
};

/// What became of a message.
struct Accepted {
  enum class How {
    answered,
    taken,     ///< a notification or an answer: nothing is sent for it
    refused,   ///< answered with `error`, before any method saw it
    standing,  ///< answered when the client cancels it or the server ends; messages come until then
    job        ///< to be run
  } how;
  std::optional<Job> job = {};
  std::optional<rpc::ErrorCode> error = {};
};

/// Thread-safe: it holds nothing that changes. The declaration of the server must outlive it and
/// its jobs.
class Dispatcher {
 public:
  explicit Dispatcher(const Server& server);

  Accepted accept(Arrival arrival) const;

  /// For transports with one stream for everything.
  Accepted accept(std::string_view text, const std::shared_ptr<Session>& session) const;

  const Server& server() const { return server_; }

 private:
  Accepted accept_request(Arrival arrival) const;
  Accepted listen(const Arrival& arrival, const Context& context) const;
  Accepted start(Arrival arrival, Context context, const SlowMethod& method) const;
  std::string work(const SlowMethod& method, const Context& context, Call& call) const;
  std::optional<rpc::Error> begin_round(const SlowMethod& method,
                                        const Context& context,
                                        Call& call) const;
  std::variant<Outcome, rpc::Error> questions(const SlowMethod& method,
                                              const Context& context,
                                              Call& call) const;
  std::string result_json(const Outcome& outcome, Era era) const;
  std::string server_info_member() const;

  const Server& server_;
  const std::string server_info_;
  const RequestStates request_states_;
};

}  // namespace mcp
