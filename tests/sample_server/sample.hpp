#pragma once
// mcp-sample: a server with one of everything that a protocol test needs, built on the public
// headers of common/ like any other. Pages hold three entries, so that lists have several.

#include <memory>
#include <vector>

#include "app/program.hpp"

namespace sample {

mcp::Server server();

/// server() as a binary.
app::Program program(std::shared_ptr<crew::Workplace> workplace);

// Its parts.

std::vector<mcp::Tool> simple_tools();   ///< answer at once
std::vector<mcp::Tool> waiting_tools();  ///< take their time, and count how their waits ended
mcp::Tool shapes_tool();                 ///< every kind of field
std::vector<mcp::Resource> resources();
std::vector<mcp::ResourceTemplate> resource_templates();
std::vector<mcp::Prompt> prompts();

}  // namespace sample
