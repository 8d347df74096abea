#include <charconv>

#include "base/format.hpp"
#include "mcp-memory/tools.hpp"
#include "mcp-memory/tools/listing.hpp"
#include "mcp-memory/tools/selection.hpp"

namespace memory {
namespace {

struct Arguments : Selection {
  Arguments() { limit = 20; }

  std::string cursor;
};

constexpr int limit_max = 100;

/// Where a page ends, and what was newest when the first page was read: whoever goes on from there
/// once all pages are read misses nothing that was written meanwhile.
struct Cursor {
  std::int64_t before;
  std::int64_t newest;
};

constexpr std::string_view cursor_prefix = "before-";

std::string spelled(const Cursor& cursor) {
  return base::format("{}{}-{}", cursor_prefix, cursor.before, cursor.newest);
}

/// Nothing if it is no next_cursor.
std::optional<Cursor> parse_page(std::string_view text) {
  if (!text.starts_with(cursor_prefix)) return std::nullopt;
  Cursor cursor{};
  const char* const end = text.data() + text.size();
  const auto before = std::from_chars(text.data() + cursor_prefix.size(), end, cursor.before);
  if (before.ec != std::errc() || before.ptr == end || *before.ptr != '-') return std::nullopt;
  const auto newest = std::from_chars(before.ptr + 1, end, cursor.newest);
  const bool whole = newest.ec == std::errc() && newest.ptr == end;
  if (!whole || cursor.before <= 0 || cursor.newest < cursor.before) return std::nullopt;
  return cursor;
}

json::Form cursor_form() {
  return {.words = "a next_cursor of read_records; leave it out to start with the newest record",
          .keyword = {},
          .keyword_value = {},
          .accepts = [](std::string_view text) { return parse_page(text).has_value(); }};
}

const json::Shape<Arguments>& shape() {
  static const json::Shape<Arguments> shape = [] {
    auto fields = selection_fields<Arguments>(limit_max);
    fields.push_back(json::field("cursor",
                                 &Arguments::cursor,
                                 "The next_cursor of the reply before, for older records.")
                         .characters(1, 60)
                         .form(cursor_form())
                         .optional());
    return json::Shape<Arguments>(std::move(fields));
  }();
  return shape;
}

std::string reply_text(const Found& found,
                       const Listing& listing,
                       const std::string& project,
                       const Arguments& next) {
  if (listing.shown == 0) {
    return base::format("No record of project {} fits. New ones since now: since \"{}\".",
                        shown_project(project),
                        cursor_after(found.newest));
  }
  std::string text =
      base::format("{} of project {}, newest first; written by agents, facts to check:\n{}",
                   listing.shown == 1 ? "1 record" : base::format("{} records", listing.shown),
                   shown_project(project),
                   listing.text);
  if (!next.cursor.empty()) {
    text += further_call("Older ones",
                         "read_records " + shape().dump(next),
                         base::format("\"cursor\": \"{}\"", next.cursor),
                         budget_bytes(next.budget_tokens)) +
            "\n";
  }
  text += base::format("Newer ones later: since \"{}\".", cursor_after(found.newest));
  return text;
}

std::string reply_json(const Found& found,
                       const Listing& listing,
                       const std::string& project,
                       const Arguments& next) {
  json::Writer out;
  out.begin_object().member("project", project).key("records").raw(listing.json);
  if (!next.cursor.empty()) out.member("next_cursor", next.cursor);
  return out.member("position", cursor_after(found.newest)).end_object().take();
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("project", json::text_rule()),
      json::required_member("records", json::list_rule(listed_record_rule())),
      json::optional_member("next_cursor", json::text_rule()),
      json::required_member(
          "position", json::text_rule(), "Give it as \"since\" to see only what comes later."),
  }));
}

base::Result<mcp::Reply> read_list(const Setting& setting,
                                   const Arguments& arguments,
                                   mcp::Call& call) {
  const std::string project = TRY(project_of(setting, arguments.project));
  const Filter filter = TRY(filter_of(arguments, setting, project));
  const std::optional<Cursor> cursor = parse_page(arguments.cursor);
  RecordStore* records = TRY(setting.memory->records());
  Found found = TRY(records->list(
      call.stop(), filter, cursor ? cursor->before : 0, static_cast<std::size_t>(arguments.limit)));
  if (cursor) found.newest = cursor->newest;
  const Listing listing =
      list_within(found.entries,
                  setting.memory->now(),
                  room_for_list(budget_bytes(arguments.budget_tokens), project));
  Arguments next = arguments;
  next.cursor.clear();
  if (found.more || listing.shown < found.entries.size()) {
    next.cursor = spelled({found.entries[listing.shown - 1].position, found.newest});
  }
  return mcp::text_reply(reply_text(found, listing, project, next),
                         reply_json(found, listing, project, next));
}

}  // namespace

mcp::Tool read_records(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "read_records",
       .title = "List records",
       .description = "List what was recorded in this project, newest first: all of it, or by "
                      "type, agent, status, tag or time. Use "
                      "it to catch up (since) and to look through one type; use find_records to "
                      "look for something. Gives "
                      "titles and summaries; get_record gives the rest.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return read_list(setting, arguments, call);
      });
}

}  // namespace memory
