#include "app/declarations.hpp"

#include "base/text.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"

namespace app {

std::string declarations_json(const mcp::Server& server) {
  json::Writer tools;
  json::Writer tokens;
  tools.begin_list();
  tokens.begin_object();
  for (const mcp::Tool& tool : server.tools) {
    const std::string declaration = mcp::declaration(tool);
    tools.raw(declaration);
    tokens.member(tool.info.name, static_cast<std::int64_t>(base::tokens_of(declaration.size())));
  }
  json::Writer out;
  out.begin_object().member("name", server.name).member("version", server.version);
  out.key("tools").raw(tools.end_list().str());
  out.key("estimated_tokens").raw(tokens.end_object().str());
  return json::pretty(out.end_object().str());
}

}  // namespace app
