#include <algorithm>

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

/// What the tool needs of the client and this request does not declare; an object, as the
/// specification wants it.
std::string missing_features(const Tool& tool, const Context& context) {
  if (context.era == Era::legacy) return {};
  json::Writer missing;
  missing.begin_object().key("requiredCapabilities").begin_object();
  bool any = false;
  for (const std::string& feature : tool.info.client_features) {
    if (!context.client_features.find(feature).is(json::Kind::absent)) continue;
    missing.key(feature).raw("{}");
    any = true;
  }
  return any ? missing.end_object().end_object().take() : std::string();
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

bool tool_only_reads(const Server& server, const Context& context) {
  const json::View name = context.params.find("name");
  const Tool* tool = name.is(json::Kind::text) ? find_tool(server, name.text()) : nullptr;
  return tool == nullptr || tool->info.effects.read_only;
}

Answer call_tool(const Server& server, const Context& context, Call& call) {
  const json::View name = context.params.find("name");
  if (!name.is(json::Kind::text)) return invalid_params("tools/call: params.name must be text");
  const Tool* tool = find_tool(server, name.text());
  if (tool == nullptr) return unknown_tool(server, name.text());
  std::string missing = missing_features(*tool, context);
  if (!missing.empty()) {
    return rpc::Error{
        rpc::ErrorCode::missing_client_feature,
        base::format("{} needs a client feature that this request does not declare", name.text()),
        std::move(missing)};
  }
  return Outcome{reply_members(tool->run(context.params.find("arguments"), call))};
}

}  // namespace mcp
