#include "mcp-runlog/store/feed_rows.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

using sqlite::execute;
using sqlite::text_in;

FeedStanding standing_in(const sqlite::Statement& row, Source source) {
  return {.feed = {source, text_in(row, 1)},
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
      "coalesce(?6, position)",
      name_of(delivery.feed.source),
      delivery.feed.name,
      sqlite::milliseconds_of(delivery.at),
      added,
      delivery.unreadable,
      delivery.position));
  TRY(execute(connection,
              "UPDATE outages SET until_ms = ? WHERE source = ? AND name = ? AND until_ms IS NULL",
              sqlite::milliseconds_of(delivery.at),
              name_of(delivery.feed.source),
              delivery.feed.name));
  return {};
}

base::Result<std::vector<FeedStanding>> RunStore::feeds(std::stop_token stop) {
  using Feeds = std::vector<FeedStanding>;
  return database_.read<Feeds>(stop, [](sqlite::Connection& connection) -> base::Result<Feeds> {
    auto rows =
        TRY(connection.prepare("SELECT f.source, f.name, first_ms, last_ms, events, unreadable, "
                               "position, o.trouble, o.from_ms FROM feeds f LEFT JOIN outages o ON "
                               "o.source = f.source AND o.name = f.name AND o.until_ms IS NULL "
                               "ORDER BY f.source, f.name"));
    TRY(rows.bind());
    Feeds feeds;
    while (TRY(rows.step())) {
      const auto source = source_named(rows.text(0));  // of a newer program there may be others
      if (source) feeds.push_back(standing_in(rows, *source));
    }
    return feeds;
  });
}

base::Result<std::vector<Outage>> RunStore::outages(std::stop_token stop,
                                                    base::Instant from,
                                                    base::Instant until) {
  using Outages = std::vector<Outage>;
  return database_.read<Outages>(
      stop, [&](sqlite::Connection& connection) -> base::Result<Outages> {
        auto rows = TRY(connection.prepare(
            "SELECT source, name, from_ms, until_ms, trouble FROM outages WHERE from_ms <= ?2 AND "
            "(until_ms IS NULL OR until_ms >= ?1) ORDER BY from_ms, source, name LIMIT 100"));
        TRY(rows.bind(sqlite::milliseconds_of(from), sqlite::milliseconds_of(until)));
        Outages outages;
        while (TRY(rows.step())) {
          const auto source = source_named(rows.text(0));
          if (!source) continue;
          outages.push_back({.feed = {*source, text_in(rows, 1)},
                             .from = sqlite::instant_of(rows.integer(2)),
                             .until = sqlite::instant_in(rows, 3),
                             .trouble = text_in(rows, 4)});
        }
        return outages;
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
                "INSERT INTO feeds (source, name, first_ms, last_ms) VALUES (?1, ?2, ?3, ?3) ON "
                "CONFLICT DO NOTHING",
                name_of(feed.source),
                feed.name,
                sqlite::milliseconds_of(at)));
    TRY(execute(connection,
                "INSERT INTO outages (source, name, from_ms, trouble) SELECT ?1, ?2, ?3, ?4 WHERE "
                "NOT EXISTS (SELECT 1 FROM outages WHERE source = ?1 AND name = ?2 AND until_ms IS "
                "NULL) ON CONFLICT DO NOTHING",
                name_of(feed.source),
                feed.name,
                sqlite::milliseconds_of(at),
                trouble));
    return {};
  });
}

}  // namespace runlog
