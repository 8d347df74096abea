#pragma once
// mcp-conformance: the "everything server" that the official conformance suite expects, built on
// the public headers of common/ like any other. Names and texts are those of the suite; every tool
// uses the feature of the library that its scenario is about.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/program.hpp"

namespace conformance {

mcp::Server server();

/// server() as a binary.
app::Program program(std::shared_ptr<crew::Workplace> workplace);

// Its parts.

std::vector<mcp::Tool> content_tools();  ///< one for each kind of content
std::vector<mcp::Tool> notifying_tools(const std::shared_ptr<mcp::Changes>& changes);
std::vector<mcp::Tool> asking_tools();  ///< send requests to the client (legacy era)
std::vector<mcp::Tool> round_tools();   ///< ask for input in rounds (modern era)
std::vector<mcp::Tool> schema_tools();  ///< input schemas written by hand
std::vector<mcp::Resource> resources();
std::vector<mcp::ResourceTemplate> resource_templates();
std::vector<mcp::Prompt> prompts();

// What several of them need.

struct Nothing {};

/// Arguments of a tool that takes none.
const json::Shape<Nothing>& nothing();

/// JSON that was written for readers, as what goes over a wire.
std::string on_one_line(std::string_view json_text);

/// One red pixel as PNG, in base64.
inline constexpr std::string_view red_pixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC";

}  // namespace conformance
