#include "mcp/tool.hpp"

#include "base/check.hpp"
#include "base/format.hpp"

namespace mcp {

Tool tool_with_schema(ToolInfo info,
                      std::string input_schema,
                      std::function<Reply(json::View arguments, Call&)> run) {
  std::vector<ParameterHeader> headers;
  // Parsing every schema would make each start of a server slower for the few that have any.
  if (input_schema.find("x-mcp-header") != std::string::npos) {
    auto read = parameter_headers(input_schema);
    CHECK(read);  // a wrong annotation is a bug of the declaration
    headers = std::move(read).value();
  }
  return {std::move(info), std::move(input_schema), std::move(run), std::move(headers)};
}

std::string declaration(const Tool& tool) {
  json::Writer out;
  out.begin_object().member("name", tool.info.name).member("title", tool.info.title);
  out.member("description", tool.info.description).key("inputSchema").raw(tool.input_schema);
  if (!tool.info.output_schema.empty()) out.key("outputSchema").raw(tool.info.output_schema);
  const Effects& effects = tool.info.effects;
  out.key("annotations").begin_object().member("title", tool.info.title);
  out.member("readOnlyHint", effects.read_only);
  if (!effects.read_only) {
    out.member("destructiveHint", effects.destructive).member("idempotentHint", effects.idempotent);
  }
  return out.member("openWorldHint", effects.open_world).end_object().end_object().take();
}

Reply rejected(const std::string& tool_name, const json::Rejection& rejection) {
  constexpr std::size_t suggestion_bytes_max = 8192;
  std::string text = base::format("{}: {} problem{} with the arguments; nothing was done.\n",
                                  tool_name,
                                  rejection.violations.size(),
                                  rejection.violations.size() == 1 ? "" : "s");
  for (const json::Violation& violation : rejection.violations) {
    text += base::format(
        "- {}: {}\n", violation.pointer.empty() ? "/" : violation.pointer, violation.what);
  }
  if (rejection.suggestion.size() > suggestion_bytes_max) {
    return error_reply(text + "The arguments are too long to repeat them put right.");
  }
  text += base::format("Arguments that would be accepted (put your own values in):\n{}",
                       rejection.suggestion);
  return error_reply(text);
}

json::View no_arguments() {
  static const json::Document empty = [] {
    auto document = json::parse("{}");
    CHECK(document);
    return std::move(document).value();
  }();
  return empty.root();
}

}  // namespace mcp
