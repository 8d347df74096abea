#include "mcp/dispatcher.hpp"

#include <algorithm>
#include <exception>

#include "base/format.hpp"
#include "base/log.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"
#include "mcp/listening.hpp"
#include "mcp/methods.hpp"

namespace mcp {
namespace {

using How = Accepted::How;

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

/// Sends the error for a request that no method gets to see.
Accepted refuse(const Arrival& arrival, const std::optional<rpc::Id>& id, const rpc::Error& error) {
  arrival.sink->send(rpc::error_response(id, error));
  return {How::refused, {}, error.code};
}

Accepted answer(const Arrival& arrival, const rpc::Id& id, const rpc::Error& error) {
  arrival.sink->send(rpc::error_response(id, error));
  return {How::answered, {}, error.code};
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

/// Who asks for what, whatever round it is in: what the state of a round is bound to.
struct Subject {
  std::string principal;
  std::string_view method;
  std::string text;

  Binding binding() const { return {principal, method, text}; }
};

base::Result<Subject> subject_of(std::string_view method, json::View params, const Call& call) {
  Subject subject{TRY(call.agent()), method, {}};
  for (const std::string_view name : {"name", "uri", "arguments"})
    subject.text += params.find(name).dump() + '\n';
  return subject;
}

bool goes_on_from_a_round(json::View params) {
  return !params.find("requestState").is(json::Kind::absent) ||
         !params.find("inputResponses").is(json::Kind::absent);
}

}  // namespace

Dispatcher::Dispatcher(const Server& server)
    : server_(server), server_info_(info_json(server)), request_states_(base::system_clock()) {}

Accepted Dispatcher::accept(std::string_view text, const std::shared_ptr<Session>& session) const {
  return accept({rpc::read_message(text), text.size(), session, session->sink()});
}

Accepted Dispatcher::accept(Arrival arrival) const {
  const auto& body = arrival.message.body;
  if (const auto* refused = std::get_if<rpc::Refused>(&body))
    return refuse(arrival, refused->id, refused->error);
  if (const auto* notification = std::get_if<rpc::Notification>(&body)) {
    take_notification(*notification, *arrival.session);
    return {How::taken};
  }
  if (std::holds_alternative<rpc::Response>(body)) {
    arrival.session->client_requests().take(std::move(arrival.message));
    return {How::taken};
  }
  return accept_request(std::move(arrival));
}

Accepted Dispatcher::accept_request(Arrival arrival) const {
  const auto& request = std::get<rpc::Request>(arrival.message.body);
  auto read = read_context(request, *arrival.session, arrival.headers);
  if (const auto* error = std::get_if<rpc::Error>(&read))
    return refuse(arrival, request.id, *error);
  auto& context = std::get<Context>(read);

  if (const auto* quick = find_method(quick_methods(), request.method)) {
    const bool exists = (!quick->only || *quick->only == context.era) && quick->is_offered(server_);
    if (!exists) return refuse(arrival, request.id, method_not_found(request.method));
    const Answer result = quick->answer(server_, context, *arrival.session);
    if (const auto* error = std::get_if<rpc::Error>(&result))
      return answer(arrival, request.id, *error);
    arrival.sink->send(
        rpc::response(request.id, result_json(std::get<Outcome>(result), context.era)));
    return {How::answered};
  }
  if (request.method == "subscriptions/listen" && context.era == Era::modern && server_.changes)
    return listen(arrival, context);
  const auto* slow = find_method(slow_methods(), request.method);
  if (slow == nullptr || !slow->is_offered(server_))
    return refuse(arrival, request.id, method_not_found(request.method));
  return start(std::move(arrival), std::move(context), *slow);
}

Accepted Dispatcher::listen(const Arrival& arrival, const Context& context) const {
  const rpc::Id& id = std::get<rpc::Request>(arrival.message.body).id;
  auto interests = read_interests(context.params, server_);
  if (const auto* error = std::get_if<rpc::Error>(&interests)) return answer(arrival, id, *error);
  std::string farewell =
      rpc::response(id,
                    base::format(R"({{"resultType":"complete","_meta":{{{},{}}}}})",
                                 subscription_meta(id),
                                 server_info_member()));
  RequestMeta meta = context.meta;
  meta.client_features = {};  // points into the request, which the call outlives
  auto call =
      arrival.session->begin_standing(id, std::move(meta), arrival.sink, std::move(farewell));
  if (!call) return answer(arrival, id, to_rpc(call.error()));
  tell_changes(*server_.changes, std::move(std::get<Interests>(interests)), *call);
  return {How::standing};
}

Accepted Dispatcher::start(Arrival arrival, Context context, const SlowMethod& method) const {
  const rpc::Id& id = std::get<rpc::Request>(arrival.message.body).id;
  auto planned = method.plan(server_, context);
  if (const auto* error = std::get_if<rpc::Error>(&planned)) {
    const bool seen = error->code == rpc::ErrorCode::invalid_params;
    return seen ? answer(arrival, id, *error) : refuse(arrival, id, *error);
  }
  const Plan& plan = std::get<Plan>(planned);
  auto begun = arrival.session->begin(id, context.meta, arrival.bytes, arrival.sink);
  if (!begun) return answer(arrival, id, to_rpc(begun.error()));
  const bool may_send_more = !context.meta.progress_token.empty() || plan.asks_client ||
                             (server_.sends_logs && context.meta.log_level);
  context.headers = nullptr;  // gone when the job runs
  // The views of the context point into the document, so the job keeps it.
  auto document = std::make_shared<json::Document>(std::move(arrival.message.document));
  auto run = [this,
              call = *begun,
              session = arrival.session,
              &method,
              context = std::move(context),
              document] {
    if (call->has_ended()) return;
    const base::LogRun logs_for(server_.run_of ? server_.run_of(call->meta()) : std::string());
    session->answer(*call, guarded(call->id(), [&] { return work(method, context, *call); }));
  };
  auto turn_away = [call = *begun, session = arrival.session] {
    const rpc::Error error{rpc::ErrorCode::overloaded,
                           "too many calls wait for a thread; send it again later"};
    session->answer(*call, rpc::error_response(call->id(), error));
  };
  return {How::job, Job{plan.kind, may_send_more, *begun, std::move(run), std::move(turn_away)}};
}

std::string Dispatcher::work(const SlowMethod& method, const Context& context, Call& call) const {
  const bool has_rounds = method.has_rounds && context.era == Era::modern;
  Answer result = Outcome{};
  if (auto error = has_rounds ? begin_round(method, context, call) : std::nullopt) {
    result = *std::move(error);
  } else {
    result = method.answer(server_, context, call);
    const bool succeeded = std::holds_alternative<Outcome>(result);
    if (succeeded && call.rounds().goes_on()) result = questions(method, context, call);
  }
  if (const auto* error = std::get_if<rpc::Error>(&result))
    return rpc::error_response(call.id(), *error);
  return rpc::response(call.id(), result_json(std::get<Outcome>(result), context.era));
}

std::optional<rpc::Error> Dispatcher::begin_round(const SlowMethod& method,
                                                  const Context& context,
                                                  Call& call) const {
  if (!goes_on_from_a_round(context.params)) return std::nullopt;
  const auto subject = subject_of(method.name, context.params, call);
  if (!subject) return to_rpc(subject.error());
  auto rounds = read_rounds(context.params, request_states_, subject->binding());
  if (auto* error = std::get_if<rpc::Error>(&rounds)) return std::move(*error);
  call.begin_round(std::move(std::get<Rounds>(rounds)));
  return std::nullopt;
}

Answer Dispatcher::questions(const SlowMethod& method, const Context& context, Call& call) const {
  if (!method.has_rounds || context.era == Era::legacy) return needs_modern_client(method.name);
  const auto missing = undeclared_features(call.rounds(), context.meta.client_features);
  if (!missing.empty()) return missing_client_features(method.name, missing);
  if (call.rounds().next_state().size() > base::limits::request_state_bytes_max)
    return to_rpc(base::internal(base::format("{} remembers too much for a round", method.name)));
  const auto subject = subject_of(method.name, context.params, call);
  if (!subject) return to_rpc(subject.error());
  return Outcome{
      questions_members(call.rounds(), request_states_, subject->binding()), false, true};
}

std::string Dispatcher::server_info_member() const {
  return base::format("\"{}\":{}", key::server_info, server_info_);
}

std::string Dispatcher::result_json(const Outcome& outcome, Era era) const {
  if (era == Era::legacy) return "{" + outcome.members + "}";
  std::string result = outcome.input_required ? R"({"resultType":"input_required",)"
                                              : R"({"resultType":"complete",)";
  result += outcome.members;
  if (!outcome.members.empty()) result += ',';
  // Lists never change while the process lives, but the next process may be newer: hold nothing,
  // share nothing.
  if (outcome.cacheable) result += R"("ttlMs":0,"cacheScope":"private",)";
  result += "\"_meta\":{" + server_info_member() + "}}";
  return result;
}

}  // namespace mcp
