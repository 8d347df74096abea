#include "mcp/context.hpp"

#include <algorithm>
#include <cctype>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"

namespace mcp {
namespace {

std::string text_or_empty(json::View value) {
  return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
}

bool is_older_version(std::string_view version) {
  return std::find(older_versions.begin(), older_versions.end(), version) != older_versions.end();
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

/// The text in the metadata, else that of the HTTP header of the same name.
std::string text_of(std::string_view name, json::View meta, const HeaderLookup* headers) {
  std::string text = text_or_empty(meta.find(name));
  if (text.empty() && headers != nullptr) text = (*headers)(name).value_or("");
  return text;
}

/// Its hooks tell of the same call under this id. Like all that only serves to trace, it counts as
/// absent if it is malformed.
std::string tool_use_in(json::View meta) {
  constexpr std::size_t bytes_max = 100;
  std::string id = text_or_empty(meta.find("claudecode/toolUseId"));
  const bool is_plain = std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
  return is_plain && id.size() <= bytes_max ? id : std::string();
}

RequestMeta read_meta(Era era, json::View meta, const HeaderLookup* headers) {
  RequestMeta read;
  read.era = era;
  read.traceparent = text_of("traceparent", meta, headers);
  read.baggage = text_of("baggage", meta, headers);
  read.tool_use_id = tool_use_in(meta);
  if (const auto token = rpc::read_id(meta.find("progressToken")))
    read.progress_token = token->json();
  return read;
}

/// What is wrong with the metadata, in the order in which the official servers look.
std::optional<rpc::Error> wrong_metadata(const rpc::Request& request,
                                         json::View meta,
                                         const HeaderLookup* headers) {
  if (headers != nullptr) {
    if (auto error = missing_header(request, *headers)) return error;
  }
  const json::View version = meta.find(key::protocol_version);
  if (!version.is(json::Kind::text)) return missing_meta(key::protocol_version, "text");
  if (!meta.find(key::client_features).is(json::Kind::object))
    return missing_meta(key::client_features, "an object");
  if (headers != nullptr) {
    if (auto error = different_header(request, *headers)) return error;
  }
  if (version.text() != modern_version) return unsupported_version(version.text());
  return std::nullopt;
}

std::variant<Context, rpc::Error> read_modern(const rpc::Request& request,
                                              json::View meta,
                                              const HeaderLookup* headers) {
  if (auto error = wrong_metadata(request, meta, headers)) return *std::move(error);
  Context context{Era::modern, read_meta(Era::modern, meta, headers), request.params, headers};
  context.meta.client_features = meta.find(key::client_features);
  const json::View level = meta.find(key::log_level);
  if (level.is(json::Kind::absent)) return context;
  context.meta.log_level = read_log_level(text_or_empty(level));
  if (context.meta.log_level) return context;
  std::vector<std::string> names(log_level_names.begin(), log_level_names.end());
  return invalid_params(
      base::format("_meta[\"{}\"] must be one of: {}", key::log_level, base::join(names, ", ")));
}

rpc::Error no_way_in() {
  return invalid_params(
      base::format("no protocol agreed on: send params._meta[\"{}\"] = \"{}\" with every request, "
                   "or initialize first",
                   key::protocol_version,
                   modern_version));
}

}  // namespace

bool is_modern(const rpc::Request& request, const HeaderLookup* headers) {
  const json::View meta = request.params.find("_meta");
  const auto has = [&](std::string_view name) { return !meta.find(name).is(json::Kind::absent); };
  if (has(key::protocol_version) || request.method == "server/discover") return true;
  if (headers == nullptr || request.method == "initialize") return false;
  const auto version = (*headers)("MCP-Protocol-Version");
  return has(key::client_features) || (version && !is_older_version(*version));
}

std::variant<Context, rpc::Error> read_context(const rpc::Request& request,
                                               const Session& session,
                                               const HeaderLookup* headers) {
  const json::View meta = request.params.find("_meta");
  if (is_modern(request, headers)) return read_modern(request, meta, headers);
  const bool needs_no_handshake = request.method == "initialize" || request.method == "ping";
  Session::Legacy legacy = session.legacy();
  if (!needs_no_handshake && legacy.version.empty()) return no_way_in();
  Context context{Era::legacy, read_meta(Era::legacy, meta, headers), request.params, headers};
  context.meta.log_level = legacy.log_level;
  context.legacy_features = std::move(legacy.client_features);
  if (context.legacy_features) context.meta.client_features = context.legacy_features->root();
  return context;
}

bool is_legacy_version(std::string_view version) {
  return std::find(legacy_versions.begin(), legacy_versions.end(), version) !=
         legacy_versions.end();
}

std::string supported_versions_json() {
  json::Writer out;
  out.begin_list().text(modern_version);
  for (const std::string_view version : legacy_versions)
    out.text(version);
  return out.end_list().take();
}

}  // namespace mcp
