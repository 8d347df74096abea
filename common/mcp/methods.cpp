#include "mcp/methods.hpp"

#include <algorithm>
#include <array>

#include "base/format.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"

namespace mcp {
namespace {

bool always(const Server&) {
  return true;
}

std::variant<Plan, rpc::Error> reads_only(const Server&, const Context&) {
  return Plan{};
}

bool has_tools(const Server& server) {
  return !server.tools.empty();
}

bool has_prompts(const Server& server) {
  return !server.prompts.empty();
}

bool has_watched_resources(const Server& server) {
  return server.changes && has_resources(server);
}

bool has_logs(const Server& server) {
  return server.sends_logs;
}

Answer discover(const Server& server, const Context&, Session&) {
  return Outcome{members([&](json::Writer& out) {
                   out.key("supportedVersions").raw(supported_versions_json());
                   out.key("capabilities").raw(features_json(server));
                   if (!server.instructions.empty())
                     out.member("instructions", server.instructions);
                 }),
                 true};
}

/// A copy: the request will be gone when a tool asks for them.
std::shared_ptr<const json::Document> parsed_features(std::string_view features) {
  auto copy = json::parse(features);
  return copy ? std::make_shared<json::Document>(std::move(copy).value()) : nullptr;
}

/// A legacy client is told of every changed list unasked.
std::shared_ptr<Subscription> hear_changes(const Server& server, const Session& session) {
  if (!server.changes) return nullptr;
  return server.changes->subscribe(
      {.tools = true, .prompts = true, .resources = true},
      [sink = session.sink()](std::string_view method, std::string_view params) {
        sink->send(rpc::notification(method, base::format("{{{}}}", params)));
      });
}

Answer initialize(const Server& server, const Context& context, Session& session) {
  const json::View requested = context.params.find("protocolVersion");
  if (!requested.is(json::Kind::text))
    return invalid_params("initialize: params.protocolVersion must be text");
  const std::string features = context.params.find("capabilities").dump();
  if (features.size() > base::limits::client_features_bytes_max) {
    return invalid_params(base::format("initialize: params.capabilities may have at most {} bytes",
                                       base::limits::client_features_bytes_max));
  }
  const bool known = is_legacy_version(requested.text());
  const std::string agreed(known ? requested.text() : legacy_versions.front());
  session.agree_on_legacy(agreed, parsed_features(features), hear_changes(server, session));
  return Outcome{members([&](json::Writer& out) {
    out.member("protocolVersion", agreed).key("capabilities").raw(features_json(server));
    out.key("serverInfo").raw(info_json(server));
    if (!server.instructions.empty()) out.member("instructions", server.instructions);
  })};
}

Answer ping(const Server&, const Context&, Session&) {
  return Outcome{};
}

Answer set_log_level(const Server&, const Context& context, Session& session) {
  const json::View level = context.params.find("level");
  const auto found = level.is(json::Kind::text)
                         ? std::find(log_level_names.begin(), log_level_names.end(), level.text())
                         : log_level_names.end();
  if (found == log_level_names.end()) {
    return invalid_params(
        "logging/setLevel: params.level must be one of: debug, info, notice, warning, error, "
        "critical, alert, emergency");
  }
  session.set_log_level(static_cast<LogLevel>(found - log_level_names.begin()));
  return Outcome{};
}

constexpr std::array quick_table = {
    QuickMethod{"server/discover", Era::modern, always, discover},
    QuickMethod{"initialize", Era::legacy, always, initialize},
    QuickMethod{"ping", Era::legacy, always, ping},
    QuickMethod{"logging/setLevel", Era::legacy, has_logs, set_log_level},
    QuickMethod{"tools/list", std::nullopt, has_tools, list_tools},
    QuickMethod{"resources/subscribe", Era::legacy, has_watched_resources, subscribe},
    QuickMethod{"resources/unsubscribe", Era::legacy, has_watched_resources, unsubscribe},
    QuickMethod{"resources/list", std::nullopt, has_resources, list_resources},
    QuickMethod{"resources/templates/list", std::nullopt, has_resources, list_resource_templates},
    QuickMethod{"prompts/list", std::nullopt, has_prompts, list_prompts},
};

constexpr std::array slow_table = {
    SlowMethod{"tools/call", has_tools, plan_tool, call_tool, true},
    SlowMethod{"resources/read", has_resources, reads_only, read_resource, true},
    SlowMethod{"prompts/get", has_prompts, reads_only, prompt_messages, true},
    SlowMethod{"completion/complete", has_completions, reads_only, complete, false},
};

}  // namespace

std::span<const QuickMethod> quick_methods() {
  return quick_table;
}

std::span<const SlowMethod> slow_methods() {
  return slow_table;
}

std::string members(const std::function<void(json::Writer&)>& write) {
  json::Writer out;
  out.begin_object();
  write(out);
  return out.take().substr(1);
}

}  // namespace mcp
