#include "mcp-runlog/sources/run_marker.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/sources/payload.hpp"

namespace runlog {
namespace {

constexpr std::string_view opening = "[run=";
constexpr std::size_t uuid_characters = 36;
constexpr std::size_t marker_characters = opening.size() + uuid_characters + 1;

/// Empty if no marker stands there.
std::string run_at(std::string_view text, std::size_t at) {
  const std::string_view here = text.substr(at, marker_characters);
  if (here.size() < marker_characters || !here.starts_with(opening) || here.back() != ']')
    return {};
  return run_id_of(here.substr(opening.size(), uuid_characters));
}

}  // namespace

RunMarker run_marker_in(std::string_view text) {
  for (std::size_t at = text.find(opening); at != std::string_view::npos;
       at = text.find(opening, at + 1)) {
    std::string run_id = run_at(text, at);
    if (!run_id.empty()) return {std::move(run_id), at, marker_characters};
  }
  return {};
}

MarkedPrompt marked_prompt(std::string_view prompt) {
  MarkedPrompt marked{{}, base::trimmed(prompt)};
  while (marked.run_ids.size() < runs_max) {
    std::string run_id = run_at(marked.text, 0);
    if (run_id.empty()) break;
    marked.text = base::trimmed(marked.text.substr(marker_characters));
    const auto& known = marked.run_ids;
    if (std::find(known.begin(), known.end(), run_id) == known.end())
      marked.run_ids.push_back(std::move(run_id));
  }
  return marked;
}

std::vector<Event> starts_of(const MarkedPrompt& marked,
                             const Event& prompt,
                             std::string_view native) {
  std::vector<Event> starts;
  for (const std::string& run_id : marked.run_ids) {
    Event start = prompt;
    start.id = event_id(prompt.source, native_of({native, "run.start", run_id}));
    start.kind = Kind::run_start;
    start.run_id = run_id;
    start.cause_id.clear();
    start.title = titled(marked.text);
    start.body_json = start_body({.title = start.title, .agent = prompt.agent});
    starts.push_back(std::move(start));
  }
  return starts;
}

}  // namespace runlog
