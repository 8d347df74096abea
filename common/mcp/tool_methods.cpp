#include <algorithm>

#include "base/check.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"
#include "mcp/methods.hpp"
#include "mcp/page.hpp"

namespace mcp {
namespace {

const Tool* find_tool(const Server& server, std::string_view name) {
  const auto found = std::find_if(server.tools.begin(), server.tools.end(), [&](const Tool& tool) {
    return tool.info.name == name;
  });
  return found == server.tools.end() ? nullptr : &*found;
}

rpc::Error unknown_tool(const Server& server, std::string_view name) {
  std::vector<std::string> names;
  for (const Tool& tool : server.tools)
    names.push_back(tool.info.name);
  return invalid_params(base::format("unknown tool \"{}\"; this server has: {}",
                                     base::shortened(name, 64),
                                     base::join(names, ", ")));
}

std::optional<rpc::Error> missing_features(const Tool& tool, const Context& context) {
  if (context.era == Era::legacy) return std::nullopt;
  std::vector<std::string> missing;
  for (const std::string& feature : tool.info.client_features) {
    if (!context.meta.client_can(feature)) missing.push_back(feature);
  }
  if (missing.empty()) return std::nullopt;
  return missing_client_features(tool.info.name, missing);
}

std::string reply_members(const Reply& reply) {
  return members([&](json::Writer& out) {
    out.key("content").begin_list();
    for (const Content& block : reply.content)
      out.raw(block);
    out.end_list();
    if (!reply.structured.empty()) out.key("structuredContent").raw(reply.structured);
    if (reply.is_error) out.member("isError", true);
  });
}

}  // namespace

Answer list_tools(const Server& server, const Context& context, Session&) {
  return page_of(
      "tools",
      server.tools.size(),
      [&](std::size_t at) { return declaration(server.tools[at]); },
      server,
      context);
}

std::variant<Plan, rpc::Error> plan_tool(const Server& server, const Context& context) {
  const json::View name = context.params.find("name");
  if (!name.is(json::Kind::text)) return invalid_params("tools/call: params.name must be text");
  const Tool* tool = find_tool(server, name.text());
  if (tool == nullptr) return unknown_tool(server, name.text());
  if (auto error = missing_features(*tool, context)) return *std::move(error);
  if (context.era == Era::modern && context.headers != nullptr) {
    auto error = check_parameter_headers(
        tool->parameter_headers, context.params.find("arguments"), *context.headers);
    if (error) return *std::move(error);
  }
  return Plan{tool->info.effects.read_only ? JobKind::reads : JobKind::changes,
              context.era == Era::legacy && !tool->info.client_features.empty()};
}

Answer call_tool(const Server& server, const Context& context, Call& call) {
  const Tool* tool = find_tool(server, context.params.find("name").text());
  CHECK(tool != nullptr);  // or it could not have been planned
  return Outcome{reply_members(tool->run(context.params.find("arguments"), call))};
}

}  // namespace mcp
