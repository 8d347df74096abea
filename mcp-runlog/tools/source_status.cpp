#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/tools.hpp"

namespace runlog {
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t trouble_bytes_max = 300;

struct Arguments {};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{}};
}

std::string output_schema() {
  const json::Rule feed = json::object_rule({
      json::required_member("source", json::text_rule()),
      json::required_member("name", json::text_rule()),
      json::required_member("events", json::integer_rule(0)),
      json::required_member(
          "unreadable", json::integer_rule(0), "Pieces that gave no event, or one of kind raw."),
      json::required_member("first_at", json::text_rule()),
      json::required_member("last_at", json::text_rule(), "Of its last delivery, by this clock."),
      json::optional_member("trouble", json::text_rule()),
      json::optional_member("trouble_at", json::text_rule()),
  });
  return json::schema(json::object_rule({
      json::required_member("feeds", json::list_rule(feed, json::any_number)),
      json::required_member("spooled_bytes",
                            json::integer_rule(0),
                            "What waits to be stored; it is stored by the next call."),
  }));
}

std::string text_of(const std::vector<FeedStanding>& feeds, std::uint64_t spooled_bytes) {
  std::string text = feeds.empty() ? "Nothing has ever been delivered here.\n" : "";
  for (const FeedStanding& feed : feeds) {
    text += base::format("- {} {}: {} events, last at {}",
                         name_of(feed.feed.source),
                         base::one_line(feed.feed.name, name_bytes_max),
                         feed.events,
                         base::to_iso(feed.last_at));
    if (feed.unreadable > 0) text += base::format(", {} unreadable", feed.unreadable);
    if (!feed.trouble.empty())
      text += base::format("; TROUBLE since {}: {}",
                           feed.trouble_at ? base::to_iso(*feed.trouble_at) : "some time",
                           base::one_line(feed.trouble, trouble_bytes_max));
    text += "\n";
  }
  return text + base::format("Waiting in the spool: {} bytes.", spooled_bytes);
}

std::string json_of(const std::vector<FeedStanding>& feeds, std::uint64_t spooled_bytes) {
  json::Writer out;
  out.begin_object().key("feeds").begin_list();
  for (const FeedStanding& feed : feeds) {
    out.begin_object().member("source", name_of(feed.feed.source));
    out.member("name", base::one_line(feed.feed.name, name_bytes_max));
    out.member("events", feed.events).member("unreadable", feed.unreadable);
    out.member("first_at", base::to_iso(feed.first_at));
    out.member("last_at", base::to_iso(feed.last_at));
    if (!feed.trouble.empty())
      out.member("trouble", base::one_line(feed.trouble, trouble_bytes_max));
    if (feed.trouble_at) out.member("trouble_at", base::to_iso(*feed.trouble_at));
    out.end_object();
  }
  out.end_list().member("spooled_bytes", static_cast<std::int64_t>(spooled_bytes));
  return out.end_object().take();
}

}  // namespace

mcp::Tool source_status(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "source_status",
       .title = "State of the sources",
       .description = "Which sources deliver to the run log, when each did last, what it could not "
                      "read, and what trouble it has. A silent source is why a timeline has a gap.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments&, mcp::Call& call) -> base::Result<mcp::Reply> {
        RunStore* const store = TRY(setting.run_log->ready(call.stop()));
        const auto feeds = TRY(store->feeds(call.stop()));
        const std::uint64_t spooled = TRY(setting.run_log->spooled_bytes());
        return mcp::text_reply(text_of(feeds, spooled), json_of(feeds, spooled));
      });
}

}  // namespace runlog
