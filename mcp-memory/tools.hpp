#pragma once
// The tools of mcp-memory: the table of contents of the server. Names are stable: agents have them
// in their prompts.

#include <memory>
#include <string>
#include <vector>

#include "crew/workplace.hpp"
#include "mcp-memory/memory.hpp"
#include "mcp/prompt.hpp"
#include "mcp/resource.hpp"
#include "mcp/tool.hpp"

namespace memory {

/// What every tool works with.
struct Setting {
  std::shared_ptr<crew::Workplace> workplace;
  std::shared_ptr<Memory> memory;
};

std::vector<mcp::Tool> tools(const Setting& setting);

// One in each file of tools/.
mcp::Tool brief(const Setting& setting);
mcp::Tool find_records(const Setting& setting);
mcp::Tool read_records(const Setting& setting);
mcp::Tool get_record(const Setting& setting);
mcp::Tool record_history(const Setting& setting);
mcp::Tool changes_since(const Setting& setting);
mcp::Tool write_record(const Setting& setting);
mcp::Tool update_record(const Setting& setting);
mcp::Tool supersede_record(const Setting& setting);
mcp::Tool link_records(const Setting& setting);
mcp::Tool confirm_record(const Setting& setting);
mcp::Tool memory_status(const Setting& setting);

// What else the server offers (resources.cpp, prompts.cpp).
std::vector<mcp::Resource> resources(const Setting& setting);
std::vector<mcp::ResourceTemplate> resource_templates(const Setting& setting);
std::vector<mcp::Prompt> prompts(const Setting& setting);

/// Ids of the newest records of this project that start so, for completion.
base::Result<std::vector<std::string>> ids_starting(const Setting& setting,
                                                    std::string_view typed,
                                                    std::optional<RecordType> type,
                                                    mcp::Call& call);

/// Who writes, for which project, and as part of which run.
base::Result<Author> author_of(const Setting& setting, const mcp::Call& call);

/// The draft with the branch that is checked out, unless it names one or that is the main one.
Draft with_branch(Draft draft, const Setting& setting);

/// The draft without a branch if it names the main one: it holds everywhere.
Draft without_main_branch(Draft draft, const Setting& setting);

/// The project that a call names, else that of this workplace.
base::Result<std::string> project_of(const Setting& setting, const std::string& named);

/// What parse_since() reads, as a rule of an argument.
json::Form since_form();

/// What parse_moment() reads, as a rule of an argument.
json::Form moment_form();

/// The time that an as_of argument means; nothing if it is empty.
base::Result<std::optional<base::Instant>> as_of_time(const Setting& setting,
                                                      const std::string& as_of);

/// Budgets are given in tokens; this many bytes of text keep to one.
std::size_t budget_bytes(int budget_tokens);

/// {"project", "budget_tokens"} and the like read the same in every tool.
inline constexpr const char* project_help = "Another project than that of the working directory.";
inline constexpr const char* as_of_help =
    "As it was then: a time (2026-11-22T20:27:00Z) or a span back from now (36h, 7d).";
inline constexpr const char* budget_help = "Size of the reply, in tokens.";
inline constexpr int budget_tokens_min = 200;
inline constexpr int budget_tokens_max = 20000;

}  // namespace memory
