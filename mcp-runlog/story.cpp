#include "mcp-runlog/story.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "mcp-runlog/run_log.hpp"

namespace runlog {
namespace {

/// Of one edit that several sources tell of, the telling that is shown.
std::set<std::size_t> edits_told_again(const Timeline& timeline) {
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> shown;
  std::set<std::size_t> again;
  for (std::size_t at = 0; at < timeline.moments.size(); ++at) {
    const Event& event = timeline.moments[at].event;
    if (event.kind != Kind::file_edit || event.tool_use_id.empty()) continue;
    const auto [place, is_new] = shown.try_emplace({event.tool_use_id, event.file_path}, at);
    if (is_new) continue;
    const bool is_better = event.source < timeline.moments[place->second].event.source;
    again.insert(is_better ? std::exchange(place->second, at) : at);
  }
  return again;
}

}  // namespace

std::vector<Entry> entries_of(const Timeline& timeline, const std::vector<ToolCall>& calls) {
  std::map<std::size_t, std::size_t> first_of_call;
  std::set<std::size_t> hidden = edits_told_again(timeline);
  for (std::size_t at = 0; at < calls.size(); ++at) {
    std::vector<std::size_t> told;
    if (calls[at].start) told.push_back(*calls[at].start);
    if (calls[at].end) told.push_back(*calls[at].end);
    for (const std::size_t other : calls[at].others)
      if (is_tool_event(timeline.moments[other].event.kind)) told.push_back(other);
    if (told.empty()) continue;
    std::sort(told.begin(), told.end());
    first_of_call.emplace(told.front(), at);
    hidden.insert(told.begin() + 1, told.end());
  }
  std::vector<Entry> entries;
  for (std::size_t at = 0; at < timeline.moments.size(); ++at) {
    if (hidden.count(at) > 0) continue;
    const auto call = first_of_call.find(at);
    entries.push_back(
        {at, call == first_of_call.end() ? std::nullopt : std::optional(call->second)});
  }
  return entries;
}

base::Result<Story> story_of(RunLog& run_log,
                             std::stop_token stop,
                             const std::string& run_id,
                             Bodies bodies) {
  RunStore* const store = TRY(run_log.ready(stop));
  const Settings* const settings = TRY(run_log.settings());
  std::vector<Event> events = TRY(store->events_of(stop, run_id, bodies));
  Story story;
  story.run = TRY(store->run(stop, run_id));
  story.timeline = timeline_of(std::move(events));
  story.calls = tool_calls_of(story.timeline);
  Expectations expectations{.feeds = {}, .outages = {}, .always = settings->expect};
  expectations.feeds = TRY(store->feeds(stop));
  expectations.outages = TRY(
      store->outages(stop, story.run.started_at, story.run.finished_at.value_or(run_log.now())));
  story.completeness = completeness_of(story.run, story.timeline, story.calls, expectations);
  return story;
}

}  // namespace runlog
