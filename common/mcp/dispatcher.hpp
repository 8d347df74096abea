#pragma once
// Dispatcher: from a message to its answer, whatever the transport and the era.
//
// Quick methods (handshakes, ping, lists, cancellation) are answered before accept() returns; a
// request that runs a handler comes back as a job for any other thread. So a reader that feeds it
// never waits for a tool.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

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
  std::function<void()> run;
  std::function<void()> refuse;  ///< no thread can be had: answers that the server is overloaded
};

/// Thread-safe: it holds nothing but the declaration of the server, which must outlive it and its
/// jobs.
class Dispatcher {
 public:
  explicit Dispatcher(const Server& server);

  /// Takes one message of a connection; answers go to the session's sink.
  std::optional<Job> accept(std::string_view text, const std::shared_ptr<Session>& session) const;

 private:
  std::optional<Job> accept_request(rpc::Message message,
                                    std::size_t bytes,
                                    const std::shared_ptr<Session>& session) const;
  std::string result_json(const Outcome& outcome, Era era) const;
  std::optional<Job> start(const std::shared_ptr<Session>& session,
                           rpc::Message message,
                           std::size_t bytes,
                           Context context,
                           const SlowMethod& method) const;

  const Server& server_;
  const std::string server_info_;
};

}  // namespace mcp
