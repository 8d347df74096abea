#include "mcp-runlog/call_events.hpp"

#include <map>
#include <tuple>

namespace runlog {
namespace {

/// A server tells of its part of a call, which lies within the call as the session sees it.
bool is_of_server(Source source) {
  return source == Source::mcp || source == Source::nats;
}

void choose(std::optional<std::size_t>& chosen,
            std::size_t at,
            const std::vector<const Event*>& events) {
  const auto key = [&](std::size_t place) {
    return std::tuple(events[place]->source, std::string_view(events[place]->id));
  };
  if (!chosen || key(at) < key(*chosen)) chosen = at;
}

void add(CallEvents& call, std::size_t at, const std::vector<const Event*>& events) {
  const Event& event = *events[at];
  if (event.kind == Kind::file_edit) {
    call.edits.push_back(at);
  } else if (!is_tool_event(event.kind) || is_of_server(event.source)) {
    call.within.push_back(at);
  } else if (event.kind == Kind::tool_start) {
    call.starts.push_back(at);
    choose(call.start, at, events);
  } else {
    call.ends.push_back(at);
    choose(call.end, at, events);
  }
}

}  // namespace

std::vector<CallEvents> call_events_of(const std::vector<const Event*>& events) {
  std::map<std::string_view, CallEvents> by_id;
  for (std::size_t at = 0; at < events.size(); ++at)
    if (!events[at]->tool_use_id.empty()) add(by_id[events[at]->tool_use_id], at, events);
  std::vector<CallEvents> calls;
  calls.reserve(by_id.size());
  for (auto& [id, call] : by_id)
    calls.push_back(std::move(call));
  return calls;
}

std::vector<const Event*> pointers_to(const std::vector<Event>& events) {
  std::vector<const Event*> pointers;
  pointers.reserve(events.size());
  for (const Event& event : events)
    pointers.push_back(&event);
  return pointers;
}

}  // namespace runlog
