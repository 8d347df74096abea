#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/export/html_parts.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

using std::chrono::milliseconds;

/// More rows than these are looked at through a window of their own.
constexpr std::size_t rows_in_page_max = 40;

/// Without any width it would not be drawn at all.
constexpr double bar_percent_min = 0.1;

struct Span {
  const Moment* shown;  ///< where the call leads to
  milliseconds from{0};
  milliseconds to{0};
};

/// Nothing of a call without any event.
const Moment* first_of(const Story& story, const ToolCall& call) {
  const auto& moments = story.timeline.moments;
  if (call.start) return &moments[*call.start];
  if (call.end) return &moments[*call.end];
  return call.others.empty() ? nullptr : &moments[call.others.front()];
}

Span span_of(const Story& story, const ToolCall& call, const Scale& scale) {
  const Moment* const first = first_of(story, call);
  Span span{first};
  span.from = span.to = scale.offset_of(*first);
  const milliseconds took(std::clamp<std::int64_t>(
      call.duration_ms.value_or(0), 0, (scale.last() - scale.first()).count()));
  if (call.end) span.to = scale.offset_of(story.timeline.moments[*call.end]);
  // Of one that is told by its end alone.
  if (!call.start) span.from = span.to - took;
  if (!call.end) span.to = call.duration_ms ? span.from + took : scale.last();
  return span;
}

std::string took_words(const ToolCall& call) {
  if (call.duration_ms) return duration_words(milliseconds(*call.duration_ms));
  if (!call.start) return "start not told";
  return call.end ? "" : "end not told";
}

std::string class_of(const ToolCall& call) {
  constexpr std::string_view names[] = {"open", "done", "failed", "denied"};
  return "call " + std::string(names[static_cast<std::size_t>(call.state)]);
}

/// The title without the name of the tool that stands before it.
std::string about(const ToolCall& call, const Event& event) {
  std::string_view title = event.title;
  if (title.starts_with(call.tool)) title.remove_prefix(call.tool.size());
  while (title.starts_with(':') || title.starts_with(' '))
    title.remove_prefix(1);
  return base::one_line(title, 160);
}

void add_bar(Html& out, const Span& span, const Scale& scale, std::string_view words) {
  const double from = scale.percent(span.from);
  const double to = scale.percent(span.to);
  out.open("svg", {{"class", "track"}, {"aria-hidden", "true"}});
  out.open("rect",
           {{"x", percent_words(from)},
            {"y", "5"},
            {"width", percent_words(std::max(bar_percent_min, to - from))},
            {"height", "12"},
            {"rx", "2"}});
  out.leaf("title", words).close().close();
}

void add_row(Html& out, const Story& story, const ToolCall& call, const Scale& scale) {
  const Span span = span_of(story, call, scale);
  const Event& event = span.shown->event;
  const std::string took = took_words(call);
  out.open("li", {{"class", class_of(call)}});
  out.open("a", {{"class", "name"}, {"href", "#" + anchor_of(event)}});
  out.leaf("b", base::one_line(call.tool.empty() ? "tool" : call.tool, 80));
  if (!event.actor.empty() && event.actor != event.agent)
    out.text(" ").leaf("small", base::one_line(event.actor, 60));
  out.text(" ").leaf("span", about(call, event)).close();
  add_bar(out,
          span,
          scale,
          base::format("{} {} {}", offset_words(span.from), state_words(call.state), took));
  out.open("span", {{"class", "amount"}});
  if (call.state == ToolCall::State::failed || call.state == ToolCall::State::denied)
    out.leaf("em", state_words(call.state)).text(" ");
  out.text(took).close().close().new_line();
}

void add_rows(Html& out, const Story& story, const Scale& scale) {
  const bool is_long = story.calls.size() > rows_in_page_max;
  if (is_long)
    out.open("div",
             {{"class", "chart window"},
              {"tabindex", "0"},
              {"role", "region"},
              {"aria-label", "Tool calls in time"}});
  else
    out.open("div", {{"class", "chart"}});
  out.open("div", {{"class", "sheet"}}).new_line();
  add_axis(out, scale);
  out.open("ol", {{"class", "rows"}}).new_line();
  for (const ToolCall& call : story.calls) {
    if (first_of(story, call) != nullptr) add_row(out, story, call, scale);
  }
  out.close().close().close().new_line();
}

}  // namespace

void add_waterfall(Html& out, const Story& story, const Scale& scale) {
  if (story.calls.empty()) return;
  out.open("section", {{"id", "calls"}, {"aria-labelledby", "calls-h"}}).new_line();
  out.open("h2", {{"id", "calls-h"}}).text("Tool calls ");
  out.leaf("small", number_words(static_cast<std::int64_t>(story.calls.size()))).close();
  out.open("p", {{"class", "legend hint"}});
  for (const std::string_view state : {"done", "failed", "denied", "open"}) {
    out.leaf(
        "span", {{"class", "key " + std::string(state)}}, state == "open" ? "end not told" : state);
    out.text(" ");
  }
  out.close().new_line();
  add_rows(out, story, scale);
  out.close().new_line();
}

}  // namespace runlog
