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

bool reads_always(const Server&, const Context&) {
  return true;
}

bool has_tools(const Server& server) {
  return !server.tools.empty();
}

bool has_prompts(const Server& server) {
  return !server.prompts.empty();
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

Answer initialize(const Server& server, const Context& context, Session& session) {
  const json::View requested = context.params.find("protocolVersion");
  if (!requested.is(json::Kind::text))
    return invalid_params("initialize: params.protocolVersion must be text");
  const bool known = std::find(legacy_versions.begin(), legacy_versions.end(), requested.text()) !=
                     legacy_versions.end();
  const std::string agreed(known ? requested.text() : legacy_versions.front());
  session.agree_on_legacy(agreed);
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
    QuickMethod{"resources/list", std::nullopt, has_resources, list_resources},
    QuickMethod{"resources/templates/list", std::nullopt, has_resources, list_resource_templates},
    QuickMethod{"prompts/list", std::nullopt, has_prompts, list_prompts},
};

constexpr std::array slow_table = {
    SlowMethod{"tools/call", has_tools, tool_only_reads, call_tool},
    SlowMethod{"resources/read", has_resources, reads_always, read_resource},
    SlowMethod{"prompts/get", has_prompts, reads_always, prompt_messages},
    SlowMethod{"completion/complete", has_completions, reads_always, complete},
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
