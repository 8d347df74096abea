#include "tests/conformance/conformance.hpp"

#include <iterator>

#include "base/check.hpp"

namespace conformance {
namespace {

void append(std::vector<mcp::Tool>& tools, std::vector<mcp::Tool> more) {
  std::move(more.begin(), more.end(), std::back_inserter(tools));
}

}  // namespace

const json::Shape<Nothing>& nothing() {
  static const json::Shape<Nothing> shape{{}};
  return shape;
}

std::string on_one_line(std::string_view json_text) {
  const auto parsed = json::parse(json_text);
  CHECK(parsed);
  return parsed->root().dump();
}

mcp::Server server() {
  auto changes = std::make_shared<mcp::Changes>();
  std::vector<mcp::Tool> tools = content_tools();
  append(tools, notifying_tools(changes));
  append(tools, asking_tools());
  append(tools, round_tools());
  append(tools, schema_tools());
  return {.name = "mcp-conformance",
          .title = "Conformance",
          .version = AGENT_SMITH_VERSION,
          .description = "Everything that the official conformance suite asks for",
          .instructions = "For tests only.",
          .tools = std::move(tools),
          .resources = resources(),
          .resource_templates = resource_templates(),
          .prompts = prompts(),
          .sends_logs = true,
          .changes = std::move(changes)};
}

app::Program program(std::shared_ptr<crew::Workplace>) {
  return {.server = server()};
}

}  // namespace conformance
