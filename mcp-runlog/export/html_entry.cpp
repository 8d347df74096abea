#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/export/body_parts.hpp"
#include "mcp-runlog/export/html_parts.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

constexpr std::size_t speech_bytes_shown_max = 4000;
constexpr std::int64_t patch_lines_shown_max = 60;

void add_when(Html& out, const Moment& moment, base::Instant origin) {
  const std::string offset = offset_words(moment.effective_at - origin);
  out.open("a",
           {{"class", "when"},
            {"href", "#" + anchor_of(moment.event)},
            {"title", base::to_iso(moment.event.at) + " by " + moment.event.clock}});
  if (moment.approximate) out.leaf("span", {{"class", "near"}}, "≈");
  out.leaf("time", {{"datetime", base::to_iso(moment.effective_at)}}, offset).close();
}

void add_mark(Html& out, std::string_view kind, std::string_view words) {
  out.text(" ").leaf("span", {{"class", "mark " + std::string(kind)}}, words);
}

void add_marks(Html& out, const Moment& moment, const EntryPlace& place) {
  const Event& event = moment.event;
  if (event.duration_ms)
    add_mark(out, "plain", duration_words(std::chrono::milliseconds(*event.duration_ms)));
  if (event.cost_usd) add_mark(out, "plain", money_words(*event.cost_usd));
  if (event.kind == Kind::tool_start && place.call_state != "done" && !place.call_state.empty())
    add_mark(out, "warn", place.call_state);
  if (event.severity == Severity::warning) add_mark(out, "warn", "warning");
  if (event.severity == Severity::error) add_mark(out, "bad", "error");
  if (moment.late) add_mark(out, "warn", "after the finish");
  if (event.redactions > 0)
    add_mark(out, "plain", count_words(event.redactions, "secret") + " taken out");
  if (event.original_bytes)
    add_mark(out, "plain", "cut from " + bytes_words(*event.original_bytes));
}

/// Said in the words themselves where it has some.
void add_title(Html& out, const Event& event, std::string_view speech) {
  const std::string title = base::one_line(event.title.empty() ? event.tool : event.title, 400);
  std::string_view start = title;
  if (start.ends_with("...")) start.remove_suffix(3);
  const bool says_it = !speech.empty() && base::one_line(speech, 500).starts_with(start);
  if (!says_it && !title.empty()) out.text(" ").leaf("span", {{"class", "title"}}, title);
  const bool names_file = title.find(event.file_path) != std::string::npos;
  if (!names_file) out.text(" ").leaf("code", event.file_path);
}

void add_speech(Html& out, const std::string& speech) {
  if (speech.empty()) return;
  if (speech.size() <= speech_bytes_shown_max) {
    out.leaf("p", {{"class", "speech"}}, speech).new_line();
    return;
  }
  out.leaf("p", {{"class", "speech"}}, base::shortened(speech, speech_bytes_shown_max / 2));
  out.open("details").leaf("summary",
                           "all of it, " + bytes_words(static_cast<std::int64_t>(speech.size())));
  out.leaf("p", {{"class", "speech"}}, speech).close().new_line();
}

/// "input.command" is "command" among parts that are all of the input.
std::string_view label_of(const Part& part, std::string_view owner) {
  return std::string_view(part.label).substr(owner.size());
}

/// "input." if all labels begin so.
std::string_view owner_of(const std::vector<const Part*>& parts) {
  const std::string_view first = parts.front()->label;
  const std::string_view owner = first.substr(0, first.find('.') + 1);
  const bool is_common = std::all_of(
      parts.begin(), parts.end(), [&](const Part* part) { return part->label.starts_with(owner); });
  return is_common ? owner : std::string_view();
}

/// A few short values need not be unfolded.
bool are_short(const std::vector<const Part*>& parts) {
  constexpr std::size_t bytes_max = 160;
  std::size_t bytes = 0;
  for (const Part* part : parts) {
    if (part->form != Part::Form::value) return false;
    bytes += part->label.size() + part->text.size();
  }
  return bytes <= bytes_max;
}

void add_values(Html& out, const std::vector<const Part*>& parts) {
  out.open("dl", {{"class", "values"}});
  const std::string_view owner = owner_of(parts);
  for (const Part* part : parts) {
    out.open("div").leaf("dt", label_of(*part, owner));
    out.open("dd").leaf("code", part->text).close().close();
  }
  out.close().new_line();
}

void add_part(Html& out, const Part& part, std::string_view owner) {
  out.leaf("dt", label_of(part, owner));
  out.open("dd").leaf(part.form == Part::Form::value ? "code" : "pre", part.text).close();
  out.new_line();
}

std::string_view summary_of(Kind kind) {
  switch (kind) {
    case Kind::tool_start:
      return "input";
    case Kind::tool_end:
      return "result";
    case Kind::tool_error:
      return "error";
    default:
      return "details";
  }
}

void add_details(Html& out, const Event& event, const std::vector<const Part*>& parts) {
  if (parts.empty()) return;
  if (are_short(parts)) return add_values(out, parts);
  std::size_t bytes = 0;
  for (const Part* part : parts)
    bytes += part->text.size();
  if (is_error(event))
    out.open("details", {{"open", ""}});
  else
    out.open("details");
  out.open("summary").text(summary_of(event.kind));
  out.text(" ").leaf("small", bytes_words(static_cast<std::int64_t>(bytes))).close();
  out.open("dl", {{"class", "parts"}}).new_line();
  for (const Part* part : parts)
    add_part(out, *part, owner_of(parts));
  out.close().close().new_line();
}

void add_folded_patch(Html& out, const Part& part, const Event& event) {
  const bool is_short = part.patch.added + part.patch.removed <= patch_lines_shown_max;
  if (is_short)
    out.open("details", {{"open", ""}});
  else
    out.open("details");
  out.open("summary").text("changes ");
  out.leaf("small", {{"class", "plus"}}, base::format("+{}", part.patch.added)).text(" ");
  out.leaf("small", {{"class", "minus"}}, base::format("-{}", part.patch.removed)).close();
  add_patch(out, part.patch, event.file_path);
  out.close().new_line();
}

/// Short values are found in titles by chance.
bool is_in_title(const Event& event, const Part& part) {
  constexpr std::size_t bytes_min = 8;
  return part.form == Part::Form::value && part.text.size() >= bytes_min &&
         event.title.find(part.text) != std::string::npos;
}

void add_body(Html& out, const Event& event, const std::vector<Part>& parts) {
  std::vector<const Part*> folded;
  std::string_view said;
  for (const Part& part : parts) {
    // The speech is the first of its kind, and stands open already.
    if (said.empty() && is_speech(event, part))
      said = part.text;
    else if (is_in_title(event, part))
      continue;
    else if (part.form == Part::Form::patch)
      add_folded_patch(out, part, event);
    else
      folded.push_back(&part);
  }
  add_details(out, event, folded);
}

std::string class_of(const Event& event, const EntryPlace& place) {
  std::string name = "entry c-" + std::string(colour_of(event));
  if (place.again) name += " again";
  if (is_error(event)) name += " error";
  return name;
}

}  // namespace

std::string_view colour_of(const Event& event) {
  if (is_error(event)) return "bad";
  switch (event.kind) {
    case Kind::message_in:
    case Kind::prompt:
      return "talk";
    case Kind::message_out:
    case Kind::assistant:
      return "say";
    case Kind::tool_start:
    case Kind::tool_end:
      return "tool";
    case Kind::tool_denied:
      return "warn";
    case Kind::file_edit:
      return "edit";
    case Kind::subagent_start:
    case Kind::subagent_stop:
      return "sub";
    case Kind::bus:
      return "bus";
    case Kind::run_start:
    case Kind::run_finish:
      return "run";
    default:
      return "quiet";
  }
}

std::string anchor_of(const Event& event) {
  return "e-" + event.id;
}

void add_entry(Html& out, const Moment& moment, const EntryPlace& place) {
  const Event& event = moment.event;
  const bool fits = event.body_json.size() <= place.body_bytes_left;
  std::vector<Part> parts;
  if (fits) parts = place.input_shown ? result_parts_of(event) : parts_of(event);
  const std::string speech = speech_of(event, parts);
  out.open("li", {{"id", anchor_of(event)}, {"class", class_of(event, place)}});
  add_when(out, moment, place.origin);
  out.open("div", {{"class", "what"}}).open("p", {{"class", "line"}});
  out.leaf("span", {{"class", "kind"}}, name_of(event.kind));
  out.text(" ").leaf("span", {{"class", "by"}}, who_words(event));
  add_title(out, event, speech);
  add_marks(out, moment, place);
  out.text(" ").leaf("span", {{"class", "source"}}, name_of(event.source)).close();
  add_speech(out, speech);
  add_body(out, event, parts);
  if (!fits)
    out.leaf("p",
             {{"class", "hint"}},
             "Its body of " + bytes_words(static_cast<std::int64_t>(event.body_json.size())) +
                 " is left out: the page would be too large.");
  out.close().close().new_line();
}

}  // namespace runlog
