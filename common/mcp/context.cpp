#include "mcp/context.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"

namespace mcp {
namespace {

std::string text_or_empty(json::View value) {
  return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
}

bool is_legacy_version(std::string_view version) {
  return std::find(legacy_versions.begin(), legacy_versions.end(), version) !=
         legacy_versions.end();
}

std::optional<LogLevel> read_log_level(std::string_view name) {
  const auto found = std::find(log_level_names.begin(), log_level_names.end(), name);
  if (found == log_level_names.end()) return std::nullopt;
  return static_cast<LogLevel>(found - log_level_names.begin());
}

rpc::Error missing_meta(std::string_view name, std::string_view kind) {
  return invalid_params(base::format(
      "params._meta[\"{}\"] is missing or not {}; every request of protocol {} carries it",
      name,
      kind,
      modern_version));
}

rpc::Error unsupported_version(std::string_view requested) {
  json::Writer data;
  data.begin_object().key("supported");
  if (is_legacy_version(requested)) {
    // It is served, but only after initialize: offering it here again would make a client loop.
    data.begin_list().text(modern_version).end_list();
  } else {
    data.raw(supported_versions_json());
  }
  data.member("requested", requested).end_object();
  return {rpc::ErrorCode::unsupported_version,
          base::format("protocol version \"{}\" is not supported by request metadata",
                       base::shortened(requested, 40)),
          data.take()};
}

RequestMeta read_meta(json::View meta) {
  RequestMeta read;
  read.traceparent = text_or_empty(meta.find("traceparent"));
  read.baggage = text_or_empty(meta.find("baggage"));
  if (const auto token = rpc::read_id(meta.find("progressToken")))
    read.progress_token = token->json();
  return read;
}

std::variant<Context, rpc::Error> read_modern(const rpc::Request& request, json::View meta) {
  const json::View version = meta.find(key::protocol_version);
  if (!version.is(json::Kind::text)) return missing_meta(key::protocol_version, "text");
  const json::View features = meta.find(key::client_features);
  if (!features.is(json::Kind::object)) return missing_meta(key::client_features, "an object");
  if (version.text() != modern_version) return unsupported_version(version.text());
  Context context{Era::modern, read_meta(meta), request.params, features};
  const json::View level = meta.find(key::log_level);
  if (!level.is(json::Kind::absent)) {
    context.meta.log_level = read_log_level(text_or_empty(level));
    if (!context.meta.log_level) {
      std::vector<std::string> names(log_level_names.begin(), log_level_names.end());
      return invalid_params(base::format(
          "_meta[\"{}\"] must be one of: {}", key::log_level, base::join(names, ", ")));
    }
  }
  return context;
}

rpc::Error no_way_in() {
  return invalid_params(
      base::format("no protocol agreed on: send params._meta[\"{}\"] = \"{}\" with every request, "
                   "or initialize first",
                   key::protocol_version,
                   modern_version));
}

}  // namespace

std::variant<Context, rpc::Error> read_context(const rpc::Request& request,
                                               const Session& session) {
  const json::View meta = request.params.find("_meta");
  const bool is_modern = !meta.find(key::protocol_version).is(json::Kind::absent) ||
                         request.method == "server/discover";
  if (is_modern) return read_modern(request, meta);
  const bool needs_no_handshake = request.method == "initialize" || request.method == "ping";
  if (!needs_no_handshake && session.legacy_version().empty()) return no_way_in();
  Context context{Era::legacy, read_meta(meta), request.params, {}};
  context.meta.log_level = session.log_level();
  return context;
}

std::string supported_versions_json() {
  json::Writer out;
  out.begin_list().text(modern_version);
  for (const std::string_view version : legacy_versions)
    out.text(version);
  return out.end_list().take();
}

}  // namespace mcp
