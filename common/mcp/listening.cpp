#include "mcp/listening.hpp"

#include "base/format.hpp"
#include "base/limits.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"

namespace mcp {
namespace {

bool is_true(json::View value) {
  return value.is(json::Kind::boolean) && value.boolean();
}

std::string acknowledgement(const rpc::Id& id, const Interests& interests) {
  json::Writer params;
  params.begin_object().key("notifications").begin_object();
  if (interests.tools) params.member("toolsListChanged", true);
  if (interests.prompts) params.member("promptsListChanged", true);
  if (interests.resources) params.member("resourcesListChanged", true);
  if (!interests.uris.empty()) {
    params.key("resourceSubscriptions").begin_list();
    for (const std::string& uri : interests.uris)
      params.text(uri);
    params.end_list();
  }
  params.end_object().key("_meta").raw(base::format("{{{}}}", subscription_meta(id)));
  return rpc::notification("notifications/subscriptions/acknowledged", params.end_object().str());
}

}  // namespace

std::variant<Interests, rpc::Error> read_interests(json::View params, const Server& server) {
  const json::View filter = params.find("notifications");
  if (!filter.is(json::Kind::object))
    return invalid_params("subscriptions/listen: params.notifications must be an object");
  const bool resources = has_resources(server);
  Interests interests{
      .tools = !server.tools.empty() && is_true(filter.find("toolsListChanged")),
      .prompts = !server.prompts.empty() && is_true(filter.find("promptsListChanged")),
      .resources = resources && is_true(filter.find("resourcesListChanged"))};
  const json::View uris = filter.find("resourceSubscriptions");
  if (uris.is(json::Kind::absent)) return interests;
  if (!uris.is(json::Kind::list) || uris.size() > base::limits::watched_resources_max) {
    return invalid_params(base::format(
        "subscriptions/listen: resourceSubscriptions must be a list of at most {} URIs",
        base::limits::watched_resources_max));
  }
  for (std::size_t at = 0; at < uris.size(); ++at) {
    if (!uris.item(at).is(json::Kind::text))
      return invalid_params("subscriptions/listen: a URI in resourceSubscriptions must be text");
    if (resources) interests.uris.emplace(uris.item(at).text());
  }
  return interests;
}

void tell_changes(Changes& changes, Interests interests, const std::shared_ptr<Call>& call) {
  // A change that comes right after the subscription must not overtake the acknowledgement.
  const auto order = std::make_shared<base::Mutex>();
  const base::Lock lock(*order);
  const std::string acknowledged = acknowledgement(call->id(), interests);
  const std::string meta = subscription_meta(call->id());
  const std::weak_ptr<Call> listener = call;
  call->keep(changes.subscribe(
      std::move(interests), [=](std::string_view method, std::string_view members) {
        const base::Lock in_order(*order);
        const auto still_there = listener.lock();
        if (!still_there) return;
        still_there->send(rpc::notification(
            method,
            base::format("{{{}{}\"_meta\":{{{}}}}}", members, members.empty() ? "" : ",", meta)));
      }));
  call->send(acknowledged);
}

std::string subscription_meta(const rpc::Id& id) {
  return base::format("\"{}\":{}", key::subscription_id, id.json());
}

}  // namespace mcp
