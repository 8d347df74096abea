#include "mcp-runlog/export/terminal.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/export/body_parts.hpp"
#include "mcp-runlog/export/terminal_text.hpp"
#include "mcp-runlog/export/totals.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

constexpr std::size_t width_min = 60;
constexpr std::size_t width_max = 400;
constexpr std::size_t source_columns = 11;  // of the longest name
constexpr std::size_t kind_columns = 14;

/// A clock that is less wrong confuses nobody, once it was set right.
constexpr std::chrono::seconds skew_worth_saying{1};

std::size_t width_of(const TerminalLook& look) {
  return std::clamp(look.width, width_min, width_max);
}

/// Narrow terminals leave room for what happened.
std::size_t who_columns(const TerminalLook& look) {
  return width_of(look) < 90 ? 10 : 18;
}

Tint tint_of(const Event& event) {
  if (is_error(event)) return Tint::red;
  if (event.severity == Severity::warning || event.kind == Kind::tool_denied) return Tint::yellow;
  switch (event.kind) {
    case Kind::message_in:
    case Kind::prompt:
      return Tint::blue;
    case Kind::message_out:
    case Kind::assistant:
      return Tint::magenta;
    case Kind::tool_start:
    case Kind::tool_end:
      return Tint::cyan;
    case Kind::file_edit:
      return Tint::green;
    case Kind::run_start:
    case Kind::run_finish:
      return Tint::bold;
    case Kind::log:
    case Kind::raw:
    case Kind::api:
    case Kind::session:
      return Tint::faint;
    default:
      return Tint::plain;
  }
}

std::string changes_of(const Event& event) {
  std::string words;
  for (const Part& part : parts_of(event)) {
    if (part.form == Part::Form::patch) words += " " + patch_words(part.patch);
  }
  return words;
}

std::string what(const Event& event) {
  std::string words = event.title.empty() ? event.tool : event.title;
  if (event.kind == Kind::file_edit) {
    if (words.find(event.file_path) == std::string::npos) words += " " + event.file_path;
    words += changes_of(event);
  }
  const bool is_timed = event.kind == Kind::tool_end || event.kind == Kind::tool_error;
  if (is_timed && event.duration_ms)
    words += "  " + duration_words(std::chrono::milliseconds(*event.duration_ms));
  if (event.original_bytes) words += "  (cut from " + bytes_words(*event.original_bytes) + ")";
  return words;
}

/// One line of a timeline, but for its time.
struct Line {
  const Event& event;  ///< that gives source and agent
  std::string_view kind;
  std::string what;
  Tint tint;
};

Line line_of(const Event& event) {
  return {event, name_of(event.kind), what(event), tint_of(event)};
}

Tint tint_of(ToolCall::State state) {
  switch (state) {
    case ToolCall::State::done:
      return Tint::cyan;
    case ToolCall::State::failed:
      return Tint::red;
    case ToolCall::State::denied:
    case ToolCall::State::running:
      break;
  }
  return Tint::yellow;
}

/// A call is one line, whoever told of it: what its start says, and how it ended.
Line line_of(const Story& story, const Entry& entry) {
  const ToolCall& call = story.calls[*entry.call];
  const Event& event = story.timeline.moments[call.start.value_or(entry.moment)].event;
  std::string words = (event.title.empty() ? call.tool : event.title) + "  ";
  words += state_words(call.state);
  if (call.duration_ms)
    words += ", " + duration_words(std::chrono::milliseconds(*call.duration_ms));
  return {event, "tool", std::move(words), tint_of(call.state)};
}

std::string row(const Line& line, const std::string& time, const TerminalLook& look) {
  const Event& event = line.event;
  const std::size_t who = who_columns(look);
  const std::size_t used = columns_of(time) + source_columns + who + kind_columns + 8;
  const std::size_t left = width_of(look) > used ? width_of(look) - used : 10;
  return tinted(time, Tint::faint, look.colour) + "  " +
         tinted(fitted(name_of(event.source), source_columns), Tint::faint, look.colour) + "  " +
         fitted(who_words(event), who) + "  " +
         tinted(fitted(line.kind, kind_columns), line.tint, look.colour) + "  " +
         tinted(at_most(line.what, left), line.tint, look.colour);
}

std::string time_of(const Moment& moment, base::Instant origin) {
  return (moment.approximate ? "~" : " ") + offset_words(moment.effective_at - origin);
}

std::size_t time_columns(const Timeline& timeline, base::Instant origin) {
  std::size_t columns = 0;
  for (const Moment& moment : timeline.moments)
    columns = std::max(columns, time_of(moment, origin).size());
  return columns;
}

Tint tint_of(Status status) {
  switch (status) {
    case Status::ok:
      return Tint::green;
    case Status::failed:
    case Status::timeout:
      return Tint::red;
    case Status::open:
      return Tint::blue;
    default:
      return Tint::yellow;
  }
}

std::string heading(const Story& story, const TerminalLook& look) {
  const Run& run = story.run;
  const Totals totals = totals_of(story);
  const std::size_t width = width_of(look);
  std::string text =
      tinted(at_most(run.title.empty() ? run.run_id : run.title, width), Tint::bold, look.colour) +
      "\n";
  const std::string facts =
      base::format("  {}  {}  {}{}  {}, {}, {}{}",
                   at_most(run.agent, who_columns(look)),
                   instant_words(run.started_at),
                   duration_words(totals.duration),
                   run.finished_at ? "" : " so far",
                   count_words(run.counts.events, "event"),
                   count_words(run.counts.tool_calls, "tool call"),
                   count_words(run.counts.errors, "error"),
                   totals.cost_usd ? ", " + money_words(*totals.cost_usd) : "");
  const std::string status(name_of(run.status));
  const std::size_t left = width > status.size() ? width - status.size() : 0;
  text += tinted(status, tint_of(run.status), look.colour) + at_most(facts, left) + "\n";
  text += tinted(at_most(run.run_id, width), Tint::faint, look.colour) + "\n";
  if (!run.outcome.empty()) text += at_most(run.outcome, width) + "\n";
  return text;
}

std::string missing(const Story& story, const TerminalLook& look) {
  std::vector<std::string> lines = story.completeness.gaps;
  for (const SourceReport& source : story.completeness.sources) {
    if (source.expected && source.presence != Presence::seen)
      lines.push_back(base::format(
          "{} is {}: {}", name_of(source.source), name_of(source.presence), source.reason));
  }
  for (const ClockOffset& offset : story.timeline.offsets) {
    if (!offset.within || std::chrono::abs(offset.offset) >= skew_worth_saying)
      lines.push_back("clock " + offset.clock + ": " + clock_words(offset));
  }
  std::string text;
  for (const std::string& line : lines)
    text += tinted(at_most("! " + line, width_of(look)), Tint::yellow, look.colour) + "\n";
  return text;
}

}  // namespace

std::string terminal_story(const Story& story, const TerminalLook& look) {
  std::string text = heading(story, look) + missing(story, look) + "\n";
  const base::Instant origin = origin_of(story);
  const std::size_t columns = time_columns(story.timeline, origin);
  for (const Entry& entry : entries_of(story.timeline, story.calls)) {
    const Moment& moment = story.timeline.moments[entry.moment];
    const Line line = entry.call ? line_of(story, entry) : line_of(moment.event);
    text += row(line, fitted(time_of(moment, origin), columns, Side::right), look) + "\n";
  }
  return text;
}

std::string terminal_line(const Event& event, const TerminalLook& look) {
  constexpr std::size_t date_bytes = 11;
  return row(line_of(event), base::to_iso(event.at).substr(date_bytes, 12), look);
}

std::string terminal_line(const Run& run, const TerminalLook& look) {
  constexpr std::size_t id_columns = 36;
  constexpr std::size_t minute_bytes = 16;
  constexpr std::size_t status_columns = 9;
  const std::size_t used = minute_bytes + id_columns + status_columns + who_columns(look) + 8;
  const std::size_t left = width_of(look) > used ? width_of(look) - used : 10;
  const auto took = run.finished_at.value_or(run.last_at) - run.started_at;
  return instant_words(run.started_at).substr(0, minute_bytes) + "  " +
         tinted(fitted(run.run_id, id_columns), Tint::faint, look.colour) + "  " +
         tinted(fitted(name_of(run.status), status_columns), tint_of(run.status), look.colour) +
         "  " + fitted(run.agent, who_columns(look)) + "  " +
         at_most(duration_words(took) + "  " + run.title, left);
}

}  // namespace runlog
