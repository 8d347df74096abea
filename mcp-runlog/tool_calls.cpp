#include "mcp-runlog/tool_calls.hpp"

#include <algorithm>

#include "mcp-runlog/call_events.hpp"

namespace runlog {
namespace {

ToolCall::State state_after(Kind kind) {
  if (kind == Kind::tool_end) return ToolCall::State::done;
  return kind == Kind::tool_denied ? ToolCall::State::denied : ToolCall::State::failed;
}

/// In the order of the timeline.
std::vector<std::size_t> places_of(const CallEvents& told) {
  std::vector<std::size_t> places;
  for (const auto* some : {&told.starts, &told.ends, &told.edits, &told.within})
    places.insert(places.end(), some->begin(), some->end());
  std::sort(places.begin(), places.end());
  return places;
}

std::optional<std::int64_t> duration_of(const ToolCall& call, const Timeline& timeline) {
  if (!call.end) return std::nullopt;
  const Moment& end = timeline.moments[*call.end];
  if (end.event.duration_ms || !call.start) return end.event.duration_ms;
  return (end.effective_at - timeline.moments[*call.start].effective_at).count();
}

ToolCall call_of(const CallEvents& told, const Timeline& timeline) {
  ToolCall call{.tool_use_id = {}, .tool = {}};
  call.start = told.start;
  call.end = told.end;
  if (call.end) call.state = state_after(timeline.moments[*call.end].event.kind);
  for (const std::size_t at : places_of(told)) {
    const Event& event = timeline.moments[at].event;
    call.tool_use_id = event.tool_use_id;
    if (call.tool.empty()) call.tool = event.tool;
    if (std::find(call.told_by.begin(), call.told_by.end(), event.source) == call.told_by.end())
      call.told_by.push_back(event.source);
    if (at != call.start && at != call.end) call.others.push_back(at);
  }
  call.duration_ms = duration_of(call, timeline);
  return call;
}

}  // namespace

std::vector<ToolCall> tool_calls_of(const Timeline& timeline) {
  std::vector<const Event*> events;
  events.reserve(timeline.moments.size());
  for (const Moment& moment : timeline.moments)
    events.push_back(&moment.event);
  std::vector<CallEvents> told = call_events_of(events);
  std::sort(told.begin(), told.end(), [](const CallEvents& a, const CallEvents& b) {
    return places_of(a).front() < places_of(b).front();
  });
  std::vector<ToolCall> calls;
  calls.reserve(told.size());
  for (const CallEvents& call : told)
    calls.push_back(call_of(call, timeline));
  return calls;
}

}  // namespace runlog
