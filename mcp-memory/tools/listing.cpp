#include "mcp-memory/tools/listing.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"

namespace memory {
namespace {

constexpr std::size_t shown_project_bytes_max = 80;

/// Sentences and member names around a list, positions included.
constexpr std::size_t text_frame_bytes = 180;
constexpr std::size_t json_frame_bytes = 130;

std::size_t further_call_bytes_max(std::size_t bytes_max) {
  return std::min<std::size_t>(600, bytes_max / 4);
}

/// An entry as it is shown.
struct Shown {
  Entry entry;
  std::optional<double> strength;  ///< of a match
  base::Instant now;
};

std::string text_of(const Shown& shown) {
  const Entry& entry = shown.entry;
  const std::string severity = entry.severity.empty() ? std::string() : entry.severity + ", ";
  const auto remarks = remarks_of(entry, shown.now);
  return base::format("- {} {} ({}{}, {}, {}{})\n{}  {}\n  {}\n",
                      name_of(entry.type),
                      entry.id,
                      severity,
                      entry.status,
                      entry.agent,
                      base::to_iso(entry.created_at),
                      shown.strength ? base::format(", match {:.0f}%", *shown.strength * 100) : "",
                      remarks.empty() ? "" : "  [" + base::join(remarks, "; ") + "]\n",
                      base::one_line(entry.title, entry.title.size()),
                      base::one_line(entry.summary, entry.summary.size()));
}

std::string json_of(const Shown& shown) {
  const Entry& entry = shown.entry;
  json::Writer out;
  out.begin_object()
      .member("id", entry.id)
      .member("type", name_of(entry.type))
      .member("status", entry.status);
  out.member("title", entry.title).member("summary", entry.summary).member("agent", entry.agent);
  if (!entry.severity.empty()) out.member("severity", entry.severity);
  if (entry.revision > 1) out.member("revision", entry.revision);
  if (!entry.superseded_by.empty()) out.member("superseded_by", entry.superseded_by);
  if (shown.strength) out.key("match").number(std::round(*shown.strength * 100) / 100);
  const auto remarks = remarks_of(entry, shown.now);
  if (!remarks.empty()) out.key("remarks").begin_list();
  for (const std::string& remark : remarks)
    out.text(remark);
  if (!remarks.empty()) out.end_list();
  return out.member("created_at", base::to_iso(entry.created_at)).end_object().take();
}

std::size_t minus(std::size_t from, std::size_t what) {
  return from > what ? from - what : 0;
}

std::size_t excess(const Shown& shown, const Room& room) {
  return std::max(minus(text_of(shown).size(), room.text_bytes),
                  minus(json_of(shown).size() + 1, room.json_bytes));
}

/// Escapes only make JSON longer, so what is taken off the text is enough there, too.
Shown cut_to(Shown shown, const Room& room) {
  for (std::string* text : {&shown.entry.summary, &shown.entry.title})
    *text = base::shortened(*text, minus(text->size(), excess(shown, room)));
  return shown;
}

/// False once nothing more fits.
bool add_within(Listing& listing, Shown shown, Room& room) {
  const bool fits = excess(shown, room) == 0;
  if (!fits && listing.shown > 0) return false;
  if (!fits) shown = cut_to(std::move(shown), room);
  const std::string text = text_of(shown);
  const std::string json = json_of(shown);
  room = {minus(room.text_bytes, text.size()), minus(room.json_bytes, json.size() + 1)};
  listing.text += text;
  listing.json += (listing.shown == 0 ? "" : ",") + json;
  ++listing.shown;
  return true;
}

}  // namespace

std::string shown_project(const std::string& project) {
  return base::shortened(project, shown_project_bytes_max);
}

Room room_for_list(std::size_t bytes_max, const std::string& project) {
  return {
      minus(bytes_max,
            text_frame_bytes + shown_project(project).size() + further_call_bytes_max(bytes_max)),
      minus(bytes_max, json_frame_bytes + json::quoted(project).size())};
}

Listing list_within(const std::vector<Entry>& entries, base::Instant now, Room room) {
  Listing listing{{}, "[", 0};
  for (const Entry& entry : entries)
    if (!add_within(listing, {entry, std::nullopt, now}, room)) break;
  listing.json += "]";
  return listing;
}

Listing list_within(const std::vector<Match>& matches, base::Instant now, Room room) {
  Listing listing{{}, "[", 0};
  for (const Match& match : matches)
    if (!add_within(listing, {match.entry, match.strength, now}, room)) break;
  listing.json += "]";
  return listing;
}

std::string further_call(const std::string& opening,
                         const std::string& call,
                         const std::string& change,
                         std::size_t bytes_max) {
  std::string verbatim = base::format("{}: {}", opening, call);
  if (verbatim.size() <= further_call_bytes_max(bytes_max)) return verbatim;
  return base::format("{}: the same call with {}", opening, change);
}

json::Rule listed_record_rule() {
  std::vector<json::MemberRule> members;
  for (const char* name : {"id", "type", "status", "title", "summary", "agent", "created_at"}) {
    members.push_back(json::required_member(name, json::text_rule()));
  }
  return json::open_object_rule(std::move(members));
}

}  // namespace memory
