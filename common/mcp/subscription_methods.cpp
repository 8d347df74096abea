#include "base/format.hpp"
#include "base/limits.hpp"
#include "mcp/error_map.hpp"
#include "mcp/methods.hpp"

namespace mcp {

Answer subscribe(const Server&, const Context& context, Session& session) {
  const json::View uri = context.params.find("uri");
  if (!uri.is(json::Kind::text))
    return invalid_params("resources/subscribe: params.uri must be text");
  constexpr std::size_t uri_bytes_max = 8192;
  const auto subscription = session.legacy().subscription;
  const bool fits = uri.text().size() <= uri_bytes_max;
  if (fits && (!subscription || subscription->watch(std::string(uri.text())))) return Outcome{};
  return invalid_params(
      base::format("resources/subscribe: at most {} resources, with URIs of at most {} bytes",
                   base::limits::watched_resources_max,
                   uri_bytes_max));
}

Answer unsubscribe(const Server&, const Context& context, Session& session) {
  const json::View uri = context.params.find("uri");
  if (!uri.is(json::Kind::text))
    return invalid_params("resources/unsubscribe: params.uri must be text");
  if (const auto subscription = session.legacy().subscription) subscription->unwatch(uri.text());
  return Outcome{};
}

}  // namespace mcp
