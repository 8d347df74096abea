#include "mcp-runlog/causes.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "mcp-runlog/call_events.hpp"

namespace runlog {
namespace {

using Effects = std::vector<std::vector<std::size_t>>;

/// Whose time is smaller, by the reference clock; then whose id.
struct Earlier {
  const std::vector<Event>& events;
  const Clocks& clocks;

  auto key(std::size_t at) const {
    return std::pair(events[at].at + clocks.offset_of(events[at].clock),
                     std::string_view(events[at].id));
  }

  bool operator()(std::size_t a, std::size_t b) const { return key(a) < key(b); }
};

void add_sequences(const std::vector<Event>& events, Effects& effects) {
  using Stream = std::tuple<Source, std::string_view, std::string_view>;
  std::map<Stream, std::vector<std::size_t>> streams;
  for (std::size_t at = 0; at < events.size(); ++at) {
    const Event& event = events[at];
    if (event.sequence > 0) streams[{event.source, event.stream, event.clock}].push_back(at);
  }
  for (auto& [stream, places] : streams) {
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
      return std::tie(events[a].sequence, events[a].id) <
             std::tie(events[b].sequence, events[b].id);
    });
    for (std::size_t at = 0; at + 1 < places.size(); ++at)
      effects[places[at]].push_back(places[at + 1]);
  }
}

std::map<std::string_view, std::size_t> places_by_id(const std::vector<Event>& events) {
  std::map<std::string_view, std::size_t> places;
  for (std::size_t at = 0; at < events.size(); ++at)
    places.emplace(events[at].id, at);
  return places;
}

void add_named_causes(const std::vector<Event>& events, Effects& effects) {
  const auto places = places_by_id(events);
  for (std::size_t at = 0; at < events.size(); ++at) {
    const auto cause = places.find(events[at].cause_id);
    if (cause != places.end() && cause->second != at) effects[cause->second].push_back(at);
  }
}

void add_calls(const std::vector<Event>& events, const Earlier& earlier, Effects& effects) {
  for (const CallEvents& call : call_events_of(pointers_to(events))) {
    if (!call.starts.empty()) {
      const std::size_t start = *std::min_element(call.starts.begin(), call.starts.end(), earlier);
      for (const auto* places : {&call.ends, &call.edits, &call.within})
        for (const std::size_t at : *places)
          effects[start].push_back(at);
    }
    if (call.ends.empty()) continue;
    const std::size_t end = *std::max_element(call.ends.begin(), call.ends.end(), earlier);
    for (const auto* places : {&call.starts, &call.within})
      for (const std::size_t at : *places)
        effects[at].push_back(end);
  }
}

std::optional<std::size_t> first_of(const std::vector<Event>& events,
                                    Kind kind,
                                    const Earlier& earlier) {
  std::optional<std::size_t> first;
  for (std::size_t at = 0; at < events.size(); ++at)
    if (events[at].kind == kind && (!first || earlier(at, *first))) first = at;
  return first;
}

/// What led to the start: it must not be made to wait for it.
std::set<std::size_t> causes_behind(const std::vector<Event>& events, std::size_t start) {
  const auto places = places_by_id(events);
  std::set<std::size_t> behind{start};
  for (auto cause = places.find(events[start].cause_id);
       cause != places.end() && behind.insert(cause->second).second;)
    cause = places.find(events[cause->second].cause_id);
  return behind;
}

void add_run_start(const std::vector<Event>& events, const Earlier& earlier, Effects& effects) {
  const auto start = first_of(events, Kind::run_start, earlier);
  if (!start) return;
  const std::set<std::size_t> behind = causes_behind(events, *start);
  for (std::size_t at = 0; at < events.size(); ++at) {
    if (at == *start) continue;
    if (events[at].kind == Kind::message_in)
      effects[at].push_back(*start);
    else if (behind.count(at) == 0)
      effects[*start].push_back(at);
  }
}

/// The last telling by somebody who knows; a hint holds nothing back.
std::optional<std::size_t> last_finish(const std::vector<Event>& events, const Earlier& earlier) {
  std::optional<std::size_t> last;
  for (std::size_t at = 0; at < events.size(); ++at)
    if (is_known_finish(events[at]) && (!last || earlier(*last, at))) last = at;
  return last;
}

void add_run_finish(const std::vector<Event>& events, const Earlier& earlier, Effects& effects) {
  const auto finish = last_finish(events, earlier);
  if (!finish) return;
  const auto finished_at = earlier.key(*finish).first;
  for (std::size_t at = 0; at < events.size(); ++at) {
    const Kind kind = events[at].kind;
    if (at == *finish || kind == Kind::message_out) continue;
    if (earlier.key(at).first <= finished_at) effects[at].push_back(*finish);
  }
}

}  // namespace

std::vector<std::vector<std::size_t>> causes_of(const std::vector<Event>& events,
                                                const Clocks& clocks) {
  Effects effects(events.size());
  const Earlier earlier{events, clocks};
  add_sequences(events, effects);
  add_named_causes(events, effects);
  add_calls(events, earlier, effects);
  add_run_start(events, earlier, effects);
  add_run_finish(events, earlier, effects);
  return effects;
}

}  // namespace runlog
