#include "mcp/error_map.hpp"
#include "mcp/methods.hpp"

namespace mcp {

Answer subscribe(const Server&, const Context& context, Session& session) {
  const json::View uri = context.params.find("uri");
  if (!uri.is(json::Kind::text))
    return invalid_params("resources/subscribe: params.uri must be text");
  if (const auto subscription = session.legacy().subscription)
    subscription->watch(std::string(uri.text()));
  return Outcome{};
}

Answer unsubscribe(const Server&, const Context& context, Session& session) {
  const json::View uri = context.params.find("uri");
  if (!uri.is(json::Kind::text))
    return invalid_params("resources/unsubscribe: params.uri must be text");
  if (const auto subscription = session.legacy().subscription) subscription->unwatch(uri.text());
  return Outcome{};
}

}  // namespace mcp
