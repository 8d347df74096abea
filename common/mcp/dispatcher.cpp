#include "mcp/dispatcher.hpp"

#include <algorithm>
#include <exception>

#include "base/format.hpp"
#include "base/log.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"
#include "mcp/methods.hpp"

namespace mcp {
namespace {

template <class Method>
const Method* find_method(std::span<const Method> methods, std::string_view name) {
  const auto named = [&](const Method& method) { return method.name == name; };
  const auto found = std::find_if(methods.begin(), methods.end(), named);
  return found == methods.end() ? nullptr : &*found;
}

void take_notification(const rpc::Notification& notification, Session& session) {
  if (notification.method != "notifications/cancelled") return;
  if (const auto id = rpc::read_id(notification.params.find("requestId"))) session.cancel(*id);
}

/// The last catch of a thread that runs a handler: whatever still flies is a bug of ours, and the
/// client is told.
template <class Body>
std::string guarded(const rpc::Id& id, const Body& body) {
  try {
    return body();
  } catch (const std::exception& error) {
    base::log(base::LogLevel::error, base::format("a handler threw: {}", error.what()));
    return rpc::error_response(
        id, {rpc::ErrorCode::internal_error, "internal error; the server's log says more"});
  }
}

}  // namespace

Dispatcher::Dispatcher(const Server& server) : server_(server), server_info_(info_json(server)) {}

std::optional<Job> Dispatcher::accept(std::string_view text,
                                      const std::shared_ptr<Session>& session) const {
  rpc::Message message = rpc::read_message(text);
  if (const auto* refused = std::get_if<rpc::Refused>(&message.body)) {
    session->sink().send(rpc::error_response(refused->id, refused->error));
    return std::nullopt;
  }
  if (const auto* notification = std::get_if<rpc::Notification>(&message.body)) {
    take_notification(*notification, *session);
    return std::nullopt;
  }
  if (std::holds_alternative<rpc::Response>(message.body)) return std::nullopt;
  return accept_request(std::move(message), text.size(), session);
}

std::optional<Job> Dispatcher::accept_request(rpc::Message message,
                                              std::size_t bytes,
                                              const std::shared_ptr<Session>& session) const {
  const auto& request = std::get<rpc::Request>(message.body);
  const auto refuse = [&](const rpc::Error& error) {
    session->sink().send(rpc::error_response(request.id, error));
    return std::nullopt;
  };
  auto read = read_context(request, *session);
  if (const auto* error = std::get_if<rpc::Error>(&read)) return refuse(*error);
  auto& context = std::get<Context>(read);

  if (const auto* quick = find_method(quick_methods(), request.method)) {
    const bool exists = (!quick->only || *quick->only == context.era) && quick->is_offered(server_);
    if (!exists) return refuse(method_not_found(request.method));
    const Answer answer = quick->answer(server_, context, *session);
    if (const auto* error = std::get_if<rpc::Error>(&answer)) return refuse(*error);
    const std::string result = result_json(std::get<Outcome>(answer), context.era);
    session->sink().send(rpc::response(request.id, result));
    return std::nullopt;
  }
  const auto* slow = find_method(slow_methods(), request.method);
  if (slow == nullptr || !slow->is_offered(server_))
    return refuse(method_not_found(request.method));
  return start(session, std::move(message), bytes, std::move(context), *slow);
}

std::optional<Job> Dispatcher::start(const std::shared_ptr<Session>& session,
                                     rpc::Message message,
                                     std::size_t bytes,
                                     Context context,
                                     const SlowMethod& method) const {
  const rpc::Id& id = std::get<rpc::Request>(message.body).id;
  auto begun = session->begin(id, context.meta, bytes);
  if (!begun) {
    session->sink().send(rpc::error_response(id, to_rpc(begun.error())));
    return std::nullopt;
  }
  std::shared_ptr<Call> call = *begun;
  const bool reads = method.only_reads(server_, context);
  // The views of the context point into the document, so the job keeps it.
  auto document = std::make_shared<json::Document>(std::move(message.document));
  auto run = [this, call, session, &method, context = std::move(context), document] {
    if (call->stop().stop_requested()) return;
    session->answer(*call, guarded(call->id(), [&] {
      const Answer answer = method.answer(server_, context, *call);
      if (const auto* error = std::get_if<rpc::Error>(&answer)) {
        return rpc::error_response(call->id(), *error);
      }
      return rpc::response(call->id(), result_json(std::get<Outcome>(answer), context.era));
    }));
  };
  auto turn_away = [call, session] {
    const rpc::Error error{rpc::ErrorCode::overloaded,
                           "too many calls wait for a thread; send it again later"};
    session->answer(*call, rpc::error_response(call->id(), error));
  };
  return Job{reads ? JobKind::reads : JobKind::changes, std::move(run), std::move(turn_away)};
}

std::string Dispatcher::result_json(const Outcome& outcome, Era era) const {
  if (era == Era::legacy) return "{" + outcome.members + "}";
  std::string result = R"({"resultType":"complete",)";
  result += outcome.members;
  if (!outcome.members.empty()) result += ',';
  // Lists never change while the process lives, but the next process may be newer: hold nothing,
  // share nothing.
  if (outcome.cacheable) result += R"("ttlMs":0,"cacheScope":"private",)";
  result += R"("_meta":{")";
  result += key::server_info;
  result += R"(":)";
  result += server_info_;
  result += "}}";
  return result;
}

}  // namespace mcp
