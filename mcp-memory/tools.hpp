#pragma once
// The tools of mcp-memory: the table of contents of the server. Names are stable: agents have them
// in their prompts.

#include <memory>
#include <string>
#include <vector>

#include "crew/workplace.hpp"
#include "mcp-memory/memory.hpp"
#include "mcp/tool.hpp"

namespace memory {

/// What every tool works with.
struct Setting {
  std::shared_ptr<crew::Workplace> workplace;
  std::shared_ptr<Memory> memory;
};

std::vector<mcp::Tool> tools(const Setting& setting);

// One in each file of tools/.
mcp::Tool write_record(const Setting& setting);
mcp::Tool read_records(const Setting& setting);
mcp::Tool find_records(const Setting& setting);
mcp::Tool read_one_record(const Setting& setting);
mcp::Tool brief(const Setting& setting);

/// The project that a call names, else that of this workplace.
base::Result<std::string> project_of(const Setting& setting, const std::string& named);

/// What parse_since() reads, as a rule of an argument.
json::Form since_form();

/// Budgets are given in tokens; this many bytes of text keep to one.
std::size_t budget_bytes(int budget_tokens);

/// {"project", "budget_tokens"} and the like read the same in every tool.
inline constexpr const char* project_help = "Another project than that of the working directory.";
inline constexpr const char* budget_help = "Size of the reply, in tokens.";
inline constexpr int budget_tokens_min = 200;
inline constexpr int budget_tokens_max = 20000;

}  // namespace memory
