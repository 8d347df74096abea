#pragma once
// The tools of mcp-runlog: the table of contents of the server. Names are stable: agents have them
// in their prompts.

#include <memory>
#include <string>
#include <vector>

#include "crew/workplace.hpp"
#include "json/fields.hpp"
#include "mcp-runlog/run_log.hpp"
#include "mcp/resource.hpp"
#include "mcp/tool.hpp"

namespace runlog {

/// What every tool and command works with.
struct Setting {
  std::shared_ptr<crew::Workplace> workplace;
  std::shared_ptr<RunLog> run_log;
};

std::vector<mcp::Tool> tools(const Setting& setting);

// One in each file of tools/.
mcp::Tool start_run(const Setting& setting);
mcp::Tool log_event(const Setting& setting);
mcp::Tool finish_run(const Setting& setting);
mcp::Tool get_timeline(const Setting& setting);
mcp::Tool get_event(const Setting& setting);
mcp::Tool list_runs(const Setting& setting);
mcp::Tool search_runs(const Setting& setting);
mcp::Tool run_summary(const Setting& setting);
mcp::Tool file_changes(const Setting& setting);
mcp::Tool export_run(const Setting& setting);
mcp::Tool source_status(const Setting& setting);

// What else the server offers (resources.cpp).
std::vector<mcp::ResourceTemplate> resource_templates(const Setting& setting);

/// The run that a call is about: the one that it names, else that which it is part of. invalid:
/// neither.
base::Result<std::string> run_named(const Setting& setting,
                                    const std::string& named,
                                    const mcp::Call& call);

/// The run that a call is part of; empty if none.
std::string run_of(const Setting& setting, const mcp::Call& call);

/// A UUID, in either case.
json::Form uuid_form();

/// What base::parse_iso reads, or a span back from now such as 36h.
json::Form since_form();

/// The time that a since argument means; nothing if it is empty.
std::optional<base::Instant> since_time(const std::string& since, base::Instant now);

// Arguments that read the same in every tool.

inline constexpr const char* run_id_help =
    "The run; if left out, the one that this session is part of.";
inline constexpr const char* cursor_help = "next_cursor of the page before.";
inline constexpr const char* budget_help = "Size of the reply, in tokens.";
inline constexpr int budget_tokens_min = 300;
inline constexpr int budget_tokens_max = 20000;

template <class Arguments>
json::Field<Arguments> run_id_field(std::string Arguments::*member,
                                    const char* help = run_id_help) {
  return json::field("run_id", member, help).characters(1, 40).form(uuid_form()).optional();
}

template <class Arguments>
json::Field<Arguments> cursor_field(std::string Arguments::*member) {
  return json::field("cursor", member, cursor_help).characters(1, 100).optional();
}

template <class Arguments>
json::Field<Arguments> budget_field(int Arguments::*member) {
  return json::field("budget_tokens", member, budget_help)
      .between(budget_tokens_min, budget_tokens_max)
      .defaulted();
}

}  // namespace runlog
