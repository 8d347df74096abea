#include "mcp-runlog/tool_calls.hpp"

#include <algorithm>
#include <map>

namespace runlog {
namespace {

ToolCall::State state_after(Kind kind) {
  if (kind == Kind::tool_end) return ToolCall::State::done;
  return kind == Kind::tool_denied ? ToolCall::State::denied : ToolCall::State::failed;
}

/// A server of the suite tells of its part of a call: that is within the call, not its end.
bool is_end(const Event& event) {
  return is_tool_event(event.kind) && event.kind != Kind::tool_start && event.source != Source::mcp;
}

/// Of several tellings the hook's counts: it was there when it happened.
bool tells_better(const Event& event, const std::optional<std::size_t>& slot, const Timeline& all) {
  return !slot || (event.source == Source::hook && all.moments[*slot].event.source != Source::hook);
}

void put(std::optional<std::size_t>& slot, std::size_t at, ToolCall& call) {
  if (slot) call.others.push_back(*slot);
  slot = at;
}

void add(ToolCall& call, const Timeline& timeline, std::size_t at) {
  const Event& event = timeline.moments[at].event;
  if (call.tool.empty()) call.tool = event.tool;
  if (std::find(call.told_by.begin(), call.told_by.end(), event.source) == call.told_by.end())
    call.told_by.push_back(event.source);
  if (event.kind == Kind::tool_start && tells_better(event, call.start, timeline)) {
    put(call.start, at, call);
  } else if (is_end(event) && tells_better(event, call.end, timeline)) {
    put(call.end, at, call);
    call.state = state_after(event.kind);
  } else {
    call.others.push_back(at);
  }
}

void set_duration(ToolCall& call, const Timeline& timeline) {
  std::sort(call.others.begin(), call.others.end());
  if (!call.end) return;
  const Moment& end = timeline.moments[*call.end];
  call.duration_ms = end.event.duration_ms;
  if (!call.duration_ms && call.start)
    call.duration_ms = (end.effective_at - timeline.moments[*call.start].effective_at).count();
}

}  // namespace

std::vector<ToolCall> tool_calls_of(const Timeline& timeline) {
  std::vector<ToolCall> calls;
  std::map<std::string_view, std::size_t> places;
  for (std::size_t at = 0; at < timeline.moments.size(); ++at) {
    const Event& event = timeline.moments[at].event;
    if (event.tool_use_id.empty()) continue;
    const auto [place, is_new] = places.try_emplace(event.tool_use_id, calls.size());
    if (is_new) calls.push_back({.tool_use_id = event.tool_use_id, .tool = {}});
    add(calls[place->second], timeline, at);
  }
  for (ToolCall& call : calls)
    set_duration(call, timeline);
  return calls;
}

}  // namespace runlog
