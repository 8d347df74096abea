#include "endpoint/endpoint.hpp"

#include <functional>
#include <stop_token>
#include <utility>

#include "base/format.hpp"
#include "endpoint/held_stream.hpp"
#include "endpoint/identity.hpp"
#include "endpoint/replies.hpp"
#include "mcp/context.hpp"

namespace endpoint {
namespace {

using http_server::Reply;
using http_server::Request;

constexpr const char* session_header = "Mcp-Session-Id";

Reply no_such_session() {
  return refusal(404, "there is no such session (any more); begin again with initialize");
}

/// A client may leave the version out, but not name one that is not served.
std::optional<Reply> wrong_version(const Request& request, const ClientSession& client) {
  const auto version = request.headers.find("MCP-Protocol-Version");
  if (!version || mcp::is_legacy_version(*version)) return std::nullopt;
  return refusal(400,
                 base::format("MCP-Protocol-Version must be that of initialize: {}",
                              client.session()->legacy().version));
}

/// An answer of the dispatcher that is no job.
Reply reply_to(const mcp::Accepted& accepted, EventLog& log, bool is_modern) {
  if (accepted.how == mcp::Accepted::How::taken) return taken();
  const bool refused = accepted.how == mcp::Accepted::How::refused;
  const bool unknown = refused && *accepted.error == rpc::ErrorCode::method_not_found;
  // A legacy client takes every status but 200 for a failure of the transport.
  const bool is_200 = !refused || (unknown && !is_modern);
  return json_reply(is_200 ? 200 : status_of(*accepted.error), log.last_message());
}

}  // namespace

Endpoint::Endpoint(const mcp::Dispatcher& dispatcher,
                   Guard guard,
                   std::chrono::milliseconds call_time_max)
    : dispatcher_(dispatcher),
      guard_(std::move(guard)),
      call_time_max_(call_time_max),
      sessions_(call_time_max),
      pool_(base::limits::streamed_calls_max,
            base::limits::streamed_calls_max,
            base::limits::streamed_calls_max) {}

std::optional<Reply> Endpoint::refuse(const Request& head) {
  return guard_.refuse(head);
}

Reply Endpoint::unreadable(int status) {
  switch (status) {
    case 408:
      return refusal(status, "the request took too long to arrive");
    case 413:
      return refusal(
          status,
          base::format("the body may have at most {} bytes", base::limits::message_bytes_max));
    case 431:
      return refusal(status, "too many header fields (100), or too long together (32 KiB)");
    case 503:
      return overloaded(status, "the server has too much to do");
    case 500:
      return refusal(status, "internal error; the server's log says more");
    default:
      return refusal(status, "this is no HTTP/1.1 request that the server understands");
  }
}

Reply Endpoint::answer(const Request& request) {
  if (request.path == health_path) return json_reply(200, R"({"status":"ok"})");
  auto sender = guard_.principal(request);
  if (auto* refused = std::get_if<Reply>(&sender)) return std::move(*refused);
  std::string& principal = std::get<std::string>(sender);
  if (request.method == "GET") return open_stream(request, principal);
  if (request.method == "DELETE") return end_session(request, principal);
  return post({request, std::move(principal), [&request](std::string_view name) {
                 return request.headers.find(name);
               }});
}

Reply Endpoint::post(const Post& post) {
  rpc::Message message = rpc::read_message(post.request.body);
  if (const auto* refused = std::get_if<rpc::Refused>(&message.body))
    return json_reply(400, rpc::error_response(refused->id, refused->error));
  const auto* request = std::get_if<rpc::Request>(&message.body);
  const bool has_session = post.request.headers.find(session_header).has_value();
  if (request == nullptr) {
    // A modern client has nothing to notify of: closing the stream is how it cancels.
    return has_session ? post_legacy(post, std::move(message)) : taken();
  }
  if (mcp::is_modern(*request, &post.headers)) return post_modern(post, std::move(message));
  if (request->method == "initialize") return initialize(post, std::move(message));
  return post_legacy(post, std::move(message));
}

Reply Endpoint::post_modern(const Post& post, rpc::Message message) {
  using How = mcp::Accepted::How;
  const auto log = std::make_shared<EventLog>();
  const auto session =
      std::make_shared<mcp::Session>(log, established(post.principal), call_time_max_);
  auto accepted = dispatcher_.accept(
      {std::move(message), post.request.body.size(), session, log, &post.headers});
  if (accepted.how == How::standing) return stand(post, session, log);
  if (accepted.how != How::job) return reply_to(accepted, *log, true);
  mcp::Job& job = *accepted.job;
  const auto cancel = [session, id = job.call->id()] { session->cancel(id); };
  const auto on_end = std::make_shared<OnEnd>(post.request.gone, cancel);
  if (!job.may_send_more) return run_here(post, job, session, *log);
  Reply reply = run_beside(post, std::move(job), session, log);
  if (reply.stream) {
    reply.stream = std::make_shared<HeldStream>(std::move(reply.stream), HeldStream::Held{on_end});
  }
  return reply;
}

Reply Endpoint::initialize(const Post& post, rpc::Message message) {
  const auto client = sessions_.make(post.principal);
  const auto log = client->new_log();
  const auto accepted = dispatcher_.accept(
      {std::move(message), post.request.body.size(), client->session(), log, &post.headers});
  Reply reply = reply_to(accepted, *log, false);
  if (accepted.error) return reply;
  sessions_.add(client);
  reply.headers.add(session_header, client->id());
  return reply;
}

Reply Endpoint::post_legacy(const Post& post, rpc::Message message) {
  const auto id = post.request.headers.find(session_header);
  if (!id) {
    return refusal(
        400,
        base::format("no protocol agreed on: send the metadata of protocol {} with every "
                     "request, or initialize first and send its {}",
                     mcp::modern_version,
                     session_header));
  }
  const auto client = sessions_.find(*id, post.principal);
  if (!client) return no_such_session();
  if (auto refused = wrong_version(post.request, *client)) return *std::move(refused);
  const auto log = client->new_log();
  auto accepted = dispatcher_.accept(
      {std::move(message), post.request.body.size(), client->session(), log, &post.headers});
  if (accepted.how != mcp::Accepted::How::job) return reply_to(accepted, *log, false);
  if (!accepted.job->may_send_more) return run_here(post, *accepted.job, client->session(), *log);
  Reply reply = run_beside(post, *std::move(accepted.job), client->session(), log);
  if (reply.stream) client->keep(log);
  return reply;
}

Reply Endpoint::run_here(const Post& post,
                         const mcp::Job& job,
                         const std::shared_ptr<mcp::Session>& session,
                         EventLog& log) {
  auto place =
      admission_.enter({Visit::Kind::call, post.principal, session, post.request.body.size()});
  if (auto* full = std::get_if<Reply>(&place)) {
    job.refuse();
    return std::move(*full);
  }
  job.run();
  std::string message = log.last_message();
  return message.empty() ? taken() : json_reply(200, std::move(message));  // empty: cancelled
}

Reply Endpoint::run_beside(const Post& post,
                           mcp::Job job,
                           const std::shared_ptr<mcp::Session>& session,
                           const std::shared_ptr<EventLog>& log) {
  auto place = admission_.enter(
      {Visit::Kind::streamed_call, post.principal, session, post.request.body.size()});
  if (auto* full = std::get_if<Reply>(&place)) {
    job.refuse();
    return std::move(*full);
  }
  auto stream = log->read(std::nullopt, post.request.gone);
  auto work = [run = std::move(job.run), log, held = std::get<Admission::Place>(place)] {
    run();
    log->finish();
  };
  if (!pool_.submit(std::move(work), job.kind)) {
    job.refuse();
    return overloaded(503, "too many calls wait for a thread");
  }
  // In flight until it is also written, or a server that ends would not wait for that.
  return stream_reply(std::make_shared<HeldStream>(
      std::move(stream), HeldStream::Held{std::get<Admission::Place>(place)}));
}

Reply Endpoint::stand(const Post& post,
                      const std::shared_ptr<mcp::Session>& session,
                      const std::shared_ptr<EventLog>& log) {
  const auto end = [session, log] {
    session->end_standing(false);
    log->finish();
  };
  auto place = admission_.enter(
      {Visit::Kind::stream, post.principal, session, post.request.body.size(), end});
  if (auto* full = std::get_if<Reply>(&place)) return std::move(*full);
  return stream_reply(
      std::make_shared<HeldStream>(log->read(std::nullopt, post.request.gone),
                                   HeldStream::Held{session, std::get<Admission::Place>(place)}));
}

Reply Endpoint::open_stream(const Request& request, const std::string& principal) {
  const auto client = sessions_.find(request.headers.find(session_header).value_or(""), principal);
  if (!client) return no_such_session();
  if (auto refused = wrong_version(request, *client)) return *std::move(refused);
  auto log = client->unasked();
  std::optional<std::uint64_t> after;
  if (const auto last = request.headers.find("Last-Event-ID")) {
    const auto event = read_event_id(*last);
    log = event ? client->find_log(event->stream) : nullptr;
    // 404 would tell the client that its session is over.
    if (!log) return refusal(400, "the stream of this Last-Event-ID is not kept (any more)");
    after = event->number;
    if (log->has_ended_at(*after))
      return wrong_method("POST", "this stream has ended, and every event of it was delivered");
  }
  // The stream of a call ends with its answer, also when the server does.
  std::function<void()> end;
  if (log == client->unasked()) end = [log] { log->finish(); };
  auto place = admission_.enter({Visit::Kind::stream, principal, client->session(), 0, end});
  if (auto* full = std::get_if<Reply>(&place)) return std::move(*full);
  return stream_reply(std::make_shared<HeldStream>(
      log->read(after, request.gone), HeldStream::Held{client, std::get<Admission::Place>(place)}));
}

Reply Endpoint::end_session(const Request& request, const std::string& principal) {
  const auto id = request.headers.find(session_header).value_or("");
  if (!sessions_.end(id, principal)) return no_such_session();
  return {204};
}

void Endpoint::keep_house(std::chrono::steady_clock::time_point now) {
  admission_.expire(now);
  sessions_.expire(now);
}

bool Endpoint::drain(std::chrono::milliseconds time_max) {
  constexpr std::chrono::milliseconds yield_time_max{50};  // for those that were asked to stop
  const bool drained = admission_.drain(time_max);
  return pool_.wait_idle(yield_time_max) && drained;
}

}  // namespace endpoint
