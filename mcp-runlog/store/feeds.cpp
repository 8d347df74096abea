#include "mcp-runlog/store/feed_rows.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

using sqlite::execute;
using sqlite::text_in;

base::Result<FeedStanding> standing_in(const sqlite::Statement& row) {
  const auto source = source_named(row.text(0));
  if (!source)
    return base::unavailable("the run log has a feed of a newer program: update mcp-runlog");
  return FeedStanding{.feed = {*source, text_in(row, 1)},
                      .first_at = sqlite::instant_of(row.integer(2)),
                      .last_at = sqlite::instant_of(row.integer(3)),
                      .events = row.integer(4),
                      .unreadable = row.integer(5),
                      .position = text_in(row, 6),
                      .trouble = text_in(row, 7),
                      .trouble_at = sqlite::instant_in(row, 8)};
}

}  // namespace

base::Result<void> note_delivery(sqlite::Connection& connection,
                                 const Delivery& delivery,
                                 std::int64_t added) {
  TRY(execute(
      connection,
      "INSERT INTO feeds (source, name, first_ms, last_ms, events, unreadable, position) VALUES "
      "(?1, ?2, ?3, ?3, ?4, ?5, coalesce(?6, '')) ON CONFLICT DO UPDATE SET last_ms = "
      "max(last_ms, ?3), events = events + ?4, unreadable = unreadable + ?5, position = "
      "coalesce(?6, position), trouble = '', trouble_ms = NULL",
      name_of(delivery.feed.source),
      delivery.feed.name,
      sqlite::milliseconds_of(delivery.at),
      added,
      delivery.unreadable,
      delivery.position));
  return {};
}

base::Result<std::vector<FeedStanding>> RunStore::feeds(std::stop_token stop) {
  using Feeds = std::vector<FeedStanding>;
  return database_.read<Feeds>(stop, [](sqlite::Connection& connection) -> base::Result<Feeds> {
    auto rows = TRY(
        connection.prepare("SELECT source, name, first_ms, last_ms, events, unreadable, position, "
                           "trouble, trouble_ms FROM feeds ORDER BY source, name"));
    TRY(rows.bind());
    Feeds feeds;
    while (TRY(rows.step()))
      feeds.push_back(TRY(standing_in(rows)));
    return feeds;
  });
}

base::Result<std::string> RunStore::position_of(std::stop_token stop, const Feed& feed) {
  return database_.read<std::string>(
      stop, [&](sqlite::Connection& connection) -> base::Result<std::string> {
        auto row =
            TRY(connection.prepare("SELECT position FROM feeds WHERE source = ? AND name = ?"));
        TRY(row.bind(name_of(feed.source), feed.name));
        if (!TRY(row.step())) return std::string();
        return text_in(row, 0);
      });
}

base::Result<void> RunStore::note_trouble(std::stop_token stop,
                                          const Feed& feed,
                                          const std::string& trouble,
                                          base::Instant at) {
  return database_.write<void>(stop, [&](sqlite::Connection& connection) -> base::Result<void> {
    TRY(execute(connection,
                "INSERT INTO feeds (source, name, first_ms, last_ms, trouble, trouble_ms) VALUES "
                "(?1, ?2, ?3, ?3, ?4, ?3) ON CONFLICT DO UPDATE SET trouble = ?4, trouble_ms = "
                "CASE WHEN trouble = ?4 THEN trouble_ms ELSE ?3 END",
                name_of(feed.source),
                feed.name,
                sqlite::milliseconds_of(at),
                trouble));
    return {};
  });
}

}  // namespace runlog
