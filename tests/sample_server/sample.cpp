#include "tests/sample_server/sample.hpp"

#include <iterator>

namespace sample {

mcp::Server server() {
  std::vector<mcp::Tool> tools = simple_tools();
  for (mcp::Tool& tool : waiting_tools())
    tools.push_back(std::move(tool));
  tools.push_back(shapes_tool());
  return {.name = "mcp-sample",
          .title = "Sample",
          .version = "1.0.0",
          .description = "A server for tests, with one of everything",
          .instructions = "For tests only.",
          .tools = std::move(tools),
          .resources = resources(),
          .resource_templates = resource_templates(),
          .prompts = prompts(),
          .sends_logs = true,
          .page_entries = 3};
}

app::Program program(std::shared_ptr<crew::Workplace>) {
  return {.server = server()};
}

}  // namespace sample
