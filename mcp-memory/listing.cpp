#include "mcp-memory/listing.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"

namespace memory {
namespace {

std::string text_of(const Entry& entry, const std::string& summary) {
  return base::format("- {} {} ({}, {}, {})\n  {}\n  {}\n",
                      name_of(entry.type),
                      entry.id,
                      entry.status,
                      entry.agent,
                      base::to_iso(entry.created_at),
                      base::one_line(entry.title, entry.title.size()),
                      base::one_line(summary, summary.size()));
}

std::string json_of(const Entry& entry, const std::string& summary) {
  json::Writer out;
  out.begin_object()
      .member("id", entry.id)
      .member("type", name_of(entry.type))
      .member("status", entry.status);
  out.member("title", entry.title).member("summary", summary).member("agent", entry.agent);
  return out.member("created_at", base::to_iso(entry.created_at)).end_object().take();
}

}  // namespace

Listing list_within(const std::vector<Entry>& entries, std::size_t bytes_max) {
  Listing listing{{}, "[", 0};
  std::size_t used = 0;
  for (const Entry& entry : entries) {
    std::string summary = entry.summary;
    std::string text = text_of(entry, summary);
    std::string json = json_of(entry, summary);
    const std::size_t cost = std::max(text.size(), json.size()) + 1;
    if (used + cost > bytes_max) {
      if (listing.shown > 0) break;
      const std::size_t over = used + cost - bytes_max;
      summary = base::shortened(summary, summary.size() > over ? summary.size() - over : 0);
      text = text_of(entry, summary);
      json = json_of(entry, summary);
    }
    used += cost;
    listing.text += text;
    listing.json += (listing.shown == 0 ? "" : ",") + json;
    ++listing.shown;
  }
  listing.json += "]";
  return listing;
}

json::Rule listed_record_rule() {
  json::Rule text{.kind = json::Kind::text, .characters_min = 0, .characters_max = 1000};
  json::Rule record{.kind = json::Kind::object, .open = true};
  for (const char* name : {"id", "type", "status", "title", "summary", "agent", "created_at"}) {
    record.members.push_back({.name = name, .description = {}, .rule = text, .required = true});
  }
  return record;
}

}  // namespace memory
