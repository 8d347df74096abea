#include "app/declarations.hpp"

#include "base/text.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"

namespace app {
namespace {

std::int64_t tokens_of(std::size_t bytes) {
  return static_cast<std::int64_t>(base::tokens_of(bytes));
}

std::size_t input_bytes(const mcp::Tool& tool) {
  return tool.info.name.size() + tool.info.description.size() + tool.input_schema.size();
}

}  // namespace

std::string declarations_json(const mcp::Server& server) {
  json::Writer tools;
  json::Writer tokens;
  json::Writer input_tokens;
  std::size_t input_bytes_total = 0;
  tools.begin_list();
  tokens.begin_object();
  input_tokens.begin_object();
  for (const mcp::Tool& tool : server.tools) {
    const std::string declaration = mcp::declaration(tool);
    tools.raw(declaration);
    tokens.member(tool.info.name, tokens_of(declaration.size()));
    input_tokens.member(tool.info.name, tokens_of(input_bytes(tool)));
    input_bytes_total += input_bytes(tool);
  }
  json::Writer out;
  out.begin_object().member("name", server.name).member("version", server.version);
  out.key("tools").raw(tools.end_list().str());
  out.key("estimated_tokens").raw(tokens.end_object().str());
  out.key("estimated_input_tokens").raw(input_tokens.end_object().str());
  out.member("estimated_input_tokens_total", tokens_of(input_bytes_total));
  return json::pretty(out.end_object().str());
}

}  // namespace app
