#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/export/html_parts.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

/// Bodies of one page, all together: browsers still scroll through that.
constexpr std::size_t page_body_bytes_max = std::size_t{24} * 1000 * 1000;

/// Places of moments where a chapter begins: what woke the agent, and whatever it is told later.
/// What comes before its first deed belongs to one waking.
std::vector<std::size_t> chapters_of(const Timeline& timeline) {
  std::vector<std::size_t> starts = {0};
  bool has_deeds = false;
  for (std::size_t at = 0; at < timeline.moments.size(); ++at) {
    const Kind kind = timeline.moments[at].event.kind;
    const bool wakes = kind == Kind::prompt || kind == Kind::message_in;
    if (wakes && has_deeds) starts.push_back(at);
    if (wakes) has_deeds = false;
    if (kind == Kind::assistant || kind == Kind::message_out || is_tool_event(kind))
      has_deeds = true;
  }
  return starts;
}

/// The calls by the places of their moments.
struct Told {
  std::unordered_map<std::size_t, std::string_view> states;
  std::unordered_set<std::size_t> again;
  std::unordered_set<std::size_t> ends;  ///< of calls whose beginning is there
};

Told told_of(const Story& story) {
  Told told;
  for (const ToolCall& call : story.calls) {
    if (call.start) told.states[*call.start] = state_words(call.state);
    if (call.start && call.end) told.ends.insert(*call.end);
    for (const std::size_t other : call.others) {
      if (is_tool_event(story.timeline.moments[other].event.kind)) told.again.insert(other);
    }
  }
  return told;
}

std::string heading_of(const Story& story, std::size_t begin, std::size_t end, std::size_t number) {
  const auto& moments = story.timeline.moments;
  for (std::size_t at = begin; at < end; ++at) {
    const Event& event = moments[at].event;
    if (event.kind == Kind::prompt || event.kind == Kind::message_in)
      return base::format("{}. {}", number, base::one_line(event.title, 120));
  }
  return base::format("{}. {}", number, base::one_line(moments[begin].event.title, 120));
}

void add_controls(Html& out) {
  out.open("form", {{"id", "controls"}, {"hidden", ""}, {"role", "search"}});
  out.open("label").text("Find ");
  out.empty("input",
            {{"id", "find"},
             {"type", "search"},
             {"placeholder", "words of events"},
             {"autocomplete", "off"}});
  out.close();
  for (const auto& [name, words] : {std::pair{"errors", "errors only"}, {"quiet", "hide logs"}}) {
    out.open("label").empty("input", {{"id", name}, {"type", "checkbox"}});
    out.text(" ").text(words).close();
  }
  out.leaf("button", {{"id", "unfold"}, {"type", "button"}}, "Unfold all");
  out.leaf("button", {{"id", "fold"}, {"type", "button"}}, "Fold all");
  out.leaf("output", {{"id", "found"}, {"for", "find errors quiet"}}, "");
  out.close().new_line();
}

class Entries {
 public:
  Entries(Html& out, const Story& story)
      : out_(out), story_(story), told_(told_of(story)), origin_(origin_of(story)) {}

  void add(std::size_t begin, std::size_t end) {
    out_.open("ol", {{"class", "entries"}}).new_line();
    for (std::size_t at = begin; at < end; ++at) {
      const Moment& moment = story_.timeline.moments[at];
      const auto state = told_.states.find(at);
      add_entry(out_,
                moment,
                {.origin = origin_,
                 .call_state = state == told_.states.end() ? std::string_view() : state->second,
                 .again = told_.again.find(at) != told_.again.end(),
                 .input_shown = told_.ends.find(at) != told_.ends.end(),
                 .body_bytes_left = body_bytes_left_});
      const std::size_t bytes = moment.event.body_json.size();
      if (bytes <= body_bytes_left_) body_bytes_left_ -= bytes;
    }
    out_.close().new_line();
  }

 private:
  Html& out_;
  const Story& story_;
  const Told told_;
  const base::Instant origin_;
  std::size_t body_bytes_left_ = page_body_bytes_max;
};

void add_chapters(Html& out, const Story& story) {
  std::vector<std::size_t> starts = chapters_of(story.timeline);
  Entries entries(out, story);
  starts.push_back(story.timeline.moments.size());
  for (std::size_t number = 1; number < starts.size(); ++number) {
    const std::size_t begin = starts[number - 1];
    const std::size_t end = starts[number];
    const bool is_only = starts.size() == 2;
    if (!is_only) {
      out.open("details", {{"class", "chapter"}, {"open", ""}}).open("summary");
      out.leaf("h3", heading_of(story, begin, end, number)).text(" ");
      out.leaf("small", count_words(static_cast<std::int64_t>(end - begin), "event"));
      out.close().new_line();
    }
    entries.add(begin, end);
    if (!is_only) out.close().new_line();
  }
}

}  // namespace

void add_timeline(Html& out, const Story& story) {
  const auto events = static_cast<std::int64_t>(story.timeline.moments.size());
  out.open("section", {{"id", "timeline"}, {"aria-labelledby", "timeline-h"}}).new_line();
  out.open("h2", {{"id", "timeline-h"}}).text("Timeline ");
  out.leaf("small", count_words(events, "event")).close().new_line();
  if (events == 0) {
    out.leaf("p", {{"class", "hint"}}, "No event tells of this run.").close().new_line();
    return;
  }
  add_controls(out);
  add_chapters(out, story);
  out.close().new_line();
}

}  // namespace runlog
