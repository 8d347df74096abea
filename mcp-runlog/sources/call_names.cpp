#include "mcp-runlog/sources/call_names.hpp"

#include "base/format.hpp"
#include "mcp-runlog/sources/payload.hpp"

namespace runlog {
namespace {

/// Calls without a result are rare; a file of nothing else must not fill the memory.
constexpr std::size_t calls_max = 10'000;

std::string_view opening_of(Kind kind) {
  if (kind == Kind::tool_end) return "Result of";
  return kind == Kind::tool_denied ? "Denied:" : "Failed:";
}

/// Some tools call it otherwise; it may be a directory.
std::string path_of(const Event& start) {
  if (!start.file_path.empty()) return start.file_path;
  const json::Document body = parsed_body(start.body_json);
  return path_text(first_text_in(body.root().find("input"), {"path", "relative_path"}));
}

}  // namespace

void CallNames::name(Read& read) {
  for (Event& event : read.events) {
    if (event.tool_use_id.empty()) continue;
    if (event.kind == Kind::tool_start) {
      remember(event);
      continue;
    }
    const auto call = calls_.find(event.tool_use_id);
    if (call == calls_.end()) continue;
    if (event.tool.empty()) event.tool = call->second.tool;
    if (event.file_path.empty()) event.file_path = call->second.file_path;
    if (is_tool_event(event.kind))
      event.title = titled(base::format("{} {}", opening_of(event.kind), call->second.title));
  }
}

void CallNames::remember(const Event& start) {
  if (calls_.size() >= calls_max && calls_.find(start.tool_use_id) == calls_.end()) return;
  calls_[start.tool_use_id] = {start.tool, path_of(start), start.title};
}

}  // namespace runlog
