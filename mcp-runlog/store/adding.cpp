#include <algorithm>
#include <map>

#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/feed_rows.hpp"
#include "mcp-runlog/store/run_rows.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "mcp-runlog/store/strands.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

/// Adds events in one transaction, and brings the summaries of their runs up to date in the end.
class Adding {
 public:
  explicit Adding(sqlite::Connection& connection) : connection_(connection), strands_(connection) {}

  base::Result<Added> add(const Delivery& delivery) {
    Added added;
    if (delivery.unless_begun) added.begun_before = TRY(begun(*delivery.unless_begun));
    if (!added.begun_before.empty()) return added;
    if (delivery.unless_begun) begun_.push_back(*delivery.unless_begun);
    for (const Event& event : delivery.events)
      TRY(add(event, delivery.at, added));
    TRY(note_delivery(connection_, delivery, added.added));
    return added;
  }

  base::Result<void> finish() {
    for (const std::string& run_id : strands_.changed_runs())
      TRY(refresh_run(connection_, run_id));
    std::map<std::string, News> news_of_runs;
    for (const auto& [strand, news] : news_)
      TRY(collect(strand, news, news_of_runs));
    for (const auto& [run_id, news] : news_of_runs) {
      if (strands_.changed_runs().count(run_id) == 0) TRY(note_news(connection_, run_id, news));
    }
    return {};
  }

 private:
  /// The summaries are those of before this transaction, so what it began itself is asked too.
  base::Result<std::string> begun(const BegunBy& by) {
    for (const BegunBy& earlier : begun_) {
      const bool same_trigger = !by.trigger_key.empty() && earlier.trigger_key == by.trigger_key;
      if (earlier.run_id == by.run_id || same_trigger) return earlier.run_id;
    }
    auto row = TRY(
        connection_.prepare("SELECT run_id FROM runs WHERE (run_id = ?1 AND announced = 1) OR (?2 "
                            "<> '' AND trigger_key = ?2) ORDER BY started_ms, run_id LIMIT 1"));
    TRY(row.bind(by.run_id, by.trigger_key));
    if (!TRY(row.step())) return std::string();
    return sqlite::text_in(row, 0);
  }

  base::Result<void> add(const Event& event, base::Instant stored_at, Added& added) {
    const Strands::Strand strand = TRY(strands_.of(event));
    if (TRY(strands_.is_deleted(strand, event))) {
      ++added.deleted;
      return {};
    }
    const Put put = TRY(put_event(connection_, event, strand.number, stored_at));
    if (put.telling == Put::Telling::added)
      ++added.added;
    else
      ++added.known;
    if (put.telling == Put::Telling::known) return {};
    const bool is_other = put.telling == Put::Telling::better;
    note(strand.number, event, is_landmark(event.kind) || is_other);
    if (is_other) note(put.strand_before, event, true);
    return {};
  }

  void note(std::int64_t strand, const Event& event, bool changes_summary) {
    const std::int64_t at_ms = sqlite::milliseconds_of(event.at);
    News& news = news_.try_emplace(strand, News{at_ms, at_ms, event.agent}).first->second;
    join(news, {at_ms, at_ms, event.agent, changes_summary});
  }

  base::Result<void> collect(std::int64_t strand,
                             const News& news,
                             std::map<std::string, News>& news_of_runs) {
    auto rows = TRY(connection_.prepare("SELECT run_id FROM strand_runs WHERE strand = ?"));
    TRY(rows.bind(strand));
    std::vector<std::string> run_ids;
    while (TRY(rows.step()))
      run_ids.push_back(sqlite::text_in(rows, 0));
    News of_each = news;
    of_each.changes_summary = news.changes_summary || run_ids.size() > 1;  // whose are they?
    for (const std::string& run_id : run_ids)
      join(news_of_runs.try_emplace(run_id, of_each).first->second, of_each);
    return {};
  }

  sqlite::Connection& connection_;
  Strands strands_;
  std::vector<BegunBy> begun_;         ///< in this transaction
  std::map<std::int64_t, News> news_;  ///< by strand
};

}  // namespace

base::Result<std::vector<Added>> RunStore::add(std::stop_token stop,
                                               std::span<const Delivery> deliveries) {
  return database_.write<std::vector<Added>>(
      stop, [&](sqlite::Connection& connection) -> base::Result<std::vector<Added>> {
        Adding adding(connection);
        std::vector<Added> all;
        for (const Delivery& delivery : deliveries)
          all.push_back(TRY(adding.add(delivery)));
        TRY(adding.finish());
        return all;
      });
}

}  // namespace runlog
