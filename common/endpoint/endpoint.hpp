#pragma once
// Endpoint: MCP over Streamable HTTP, both eras on one URL, decided for each request
// (specifications 2026-07-28 and 2025-11-25, transports). Between an HTTP server, which it knows
// only as requests and replies, and the dispatcher.
//
// Threads: an answer that is one message is made by the thread of its connection; an answer that
// comes as a stream by a pool, while the connection reads along. Thread-safe.

#include <chrono>
#include <memory>
#include <string>

#include "base/limits.hpp"
#include "endpoint/admission.hpp"
#include "endpoint/client_sessions.hpp"
#include "endpoint/guard.hpp"
#include "http_server/message.hpp"
#include "mcp/dispatcher.hpp"
#include "transport/worker_pool.hpp"

namespace endpoint {

class Endpoint : public http_server::Handler {
 public:
  /// The dispatcher must outlive it.
  Endpoint(const mcp::Dispatcher& dispatcher,
           Guard guard,
           std::chrono::milliseconds call_time_max = base::limits::call_time_max);

  std::optional<http_server::Reply> refuse(const http_server::Request& head) override;
  http_server::Reply answer(const http_server::Request& request) override;
  http_server::Reply unreadable(int status) override;

  /// Answers the calls whose time is over and ends the sessions that nobody uses. To be called
  /// every base::limits::housekeeping_interval or so.
  void keep_house(std::chrono::steady_clock::time_point now);

  /// Takes no new calls, ends the streams, and waits for the calls in flight. False if some
  /// handlers still run.
  bool drain(std::chrono::milliseconds time_max);

 private:
  /// A POST on its way through.
  struct Post {
    const http_server::Request& request;
    std::string principal;
    mcp::HeaderLookup headers;
  };

  http_server::Reply post(const Post& post);
  http_server::Reply post_modern(const Post& post, rpc::Message message);
  http_server::Reply initialize(const Post& post, rpc::Message message);
  http_server::Reply post_legacy(const Post& post, rpc::Message message);
  http_server::Reply open_stream(const http_server::Request& request, const std::string& principal);
  http_server::Reply end_session(const http_server::Request& request, const std::string& principal);

  /// Runs a job in this thread; its answer is the whole reply.
  http_server::Reply run_here(const Post& post,
                              const mcp::Job& job,
                              const std::shared_ptr<mcp::Session>& session,
                              EventLog& log);

  /// Runs a job in the pool; the reply is the stream of its messages.
  http_server::Reply run_beside(const Post& post,
                                mcp::Job job,
                                const std::shared_ptr<mcp::Session>& session,
                                const std::shared_ptr<EventLog>& log);

  http_server::Reply stand(const Post& post,
                           const std::shared_ptr<mcp::Session>& session,
                           const std::shared_ptr<EventLog>& log);

  const mcp::Dispatcher& dispatcher_;
  const Guard guard_;
  const std::chrono::milliseconds call_time_max_;
  ClientSessions sessions_;
  Admission admission_;
  transport::WorkerPool pool_;
};

}  // namespace endpoint
