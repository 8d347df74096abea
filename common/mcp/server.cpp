#include "mcp/server.hpp"

#include <algorithm>

#include "json/writer.hpp"

namespace mcp {

std::string info_json(const Server& server) {
  json::Writer out;
  out.begin_object().member("name", server.name).member("title", server.title);
  out.member("version", server.version).member("description", server.description);
  return out.end_object().take();
}

std::string features_json(const Server& server) {
  const bool changes = server.changes != nullptr;
  const std::string_view list = changes ? R"({"listChanged":true})" : "{}";
  const std::string_view resources = changes ? R"({"subscribe":true,"listChanged":true})" : "{}";
  json::Writer out;
  out.begin_object();
  if (!server.tools.empty()) out.key("tools").raw(list);
  if (has_resources(server)) out.key("resources").raw(resources);
  if (!server.prompts.empty()) out.key("prompts").raw(list);
  if (has_completions(server)) out.key("completions").raw("{}");
  if (server.sends_logs) out.key("logging").raw("{}");
  return out.end_object().take();
}

bool has_resources(const Server& server) {
  return !server.resources.empty() || !server.resource_templates.empty();
}

bool has_completions(const Server& server) {
  const auto template_completes = [](const ResourceTemplate& entry) {
    return !entry.completers.empty();
  };
  const auto prompt_completes = [](const Prompt& prompt) {
    return std::any_of(prompt.arguments.begin(),
                       prompt.arguments.end(),
                       [](const PromptArgument& argument) { return argument.complete != nullptr; });
  };
  return std::any_of(server.resource_templates.begin(),
                     server.resource_templates.end(),
                     template_completes) ||
         std::any_of(server.prompts.begin(), server.prompts.end(), prompt_completes);
}

}  // namespace mcp
