#include "mcp-runlog/sources/session_words.hpp"

#include <algorithm>
#include <array>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/sources/payload.hpp"

namespace runlog {
namespace {

struct Words {
  std::string_view name;
  std::string_view opening;
  std::array<std::string_view, 3> details;  ///< members to tell, in this order
  Severity severity = Severity::info;
};

constexpr Words all[] = {
    {"SessionStart", "Session started", {"source", "model", "session_title"}},
    {"SessionEnd", "Session ended", {"reason"}},
    {"Setup", "Setup", {"trigger"}},
    {"Notification", "Notification", {"title", "message"}},
    {"UserPromptExpansion", "Prompt expanded", {"command_name", "command_args"}},
    {"Stop", "The agent finished without a word", {}},
    {"PreCompact", "Compaction begins", {"trigger", "custom_instructions"}},
    {"PostCompact", "Compaction is done", {"trigger", "compact_summary"}},
    {"PreModelSwitch", "Model is about to be switched", {"from_model", "to_model", "reason"}},
    {"PostModelSwitch", "Model was switched", {"from_model", "to_model", "reason"}},
    {"PermissionRequest", "Permission asked", {"tool_name", "message"}},
    {"TeammateIdle", "Teammate is idle", {"teammate_name", "team_name"}},
    {"TaskCreated", "Task created", {"task_subject", "teammate_name"}},
    {"TaskCompleted", "Task completed", {"task_subject", "teammate_name"}},
    {"Elicitation", "A server asks", {"mcp_server_name", "message"}},
    {"ElicitationResult", "A server was answered", {"mcp_server_name", "action"}},
    {"ConfigChange", "Settings changed", {"source", "file_path"}},
    {"WorktreeCreate", "Worktree wanted", {"worktree_name", "name", "worktree_path"}},
    {"WorktreeRemove", "Worktree removed", {"worktree_path"}},
    {"InstructionsLoaded", "Instructions loaded", {"file_path", "load_reason"}, Severity::debug},
    {"CwdChanged", "Directory changed", {"new_cwd"}},
    {"FileChanged", "Watched file changed", {"event", "file_path"}},
    {"DirectoryAdded", "Directory added", {"directory", "path"}},
    {"MessageDisplay", "Message shown", {"message", "text"}, Severity::debug},
};

}  // namespace

SessionWords session_words(std::string_view name, json::View payload) {
  const auto* const found = std::find_if(
      std::begin(all), std::end(all), [&](const Words& words) { return words.name == name; });
  if (found == std::end(all))
    return {.title = name.empty() ? "A hook without a name" : titled(name)};
  std::string details;
  for (const std::string_view member : found->details) {
    const std::string_view detail = member.empty() ? member : text_in(payload, member);
    if (detail.empty()) continue;
    details += details.empty() ? ": " : ", ";
    details += titled(detail);
  }
  return {.known = true,
          .severity = found->severity,
          .title = titled(base::format("{}{}", found->opening, details))};
}

}  // namespace runlog
