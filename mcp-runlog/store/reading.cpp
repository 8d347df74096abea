#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/store/cursor.hpp"
#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/run_rows.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

using sqlite::text_in;

base::Result<std::string> words_of_absence(sqlite::Connection& connection,
                                           const std::string& run_id) {
  auto row = TRY(connection.prepare("SELECT at_ms, by, reason FROM deleted_runs WHERE run_id = ?"));
  TRY(row.bind(run_id));
  if (TRY(row.step())) {
    return base::format("run {} was deleted by {} at {}: {}",
                        run_id,
                        row.text(1),
                        base::to_iso(sqlite::instant_of(row.integer(0))),
                        row.text(2));
  }
  return base::format("nothing is known of run {}; list_runs shows the runs there are",
                      base::one_line(run_id, 100));
}

/// Why there is nothing of a run.
base::Error absence_of(sqlite::Connection& connection, const std::string& run_id) {
  auto words = words_of_absence(connection, run_id);
  return words ? base::not_found(std::move(words).value()) : std::move(words).error();
}

#define OF_RUN                                                                                     \
  " FROM strand_runs r JOIN events e USING (strand) JOIN strands s USING (strand) WHERE r.run_id " \
  "= ? AND e.at_ms >= r.from_ms AND e.at_ms < r.until_ms"

constexpr const char* events_query(Bodies bodies) {
  switch (bodies) {
    case Bodies::all:
      return "SELECT " EVENT_COLUMNS OF_RUN;
    case Bodies::of_edits:
      return "SELECT " EVENT_COLUMNS_BUT_BODY
             ", CASE WHEN e.kind = 'file.edit' THEN e.body ELSE '' END" OF_RUN;
    case Bodies::none:
      break;
  }
  return "SELECT " EVENT_COLUMNS_BUT_BODY OF_RUN;
}

#undef OF_RUN

base::Result<std::vector<Event>> all_events(sqlite::Connection& connection,
                                            const std::string& run_id,
                                            Bodies bodies) {
  auto rows = TRY(connection.prepare(events_query(bodies)));
  TRY(rows.bind(run_id));
  std::vector<Event> events;
  while (TRY(rows.step()))
    events.push_back(TRY(event_in(rows)));
  return events;
}

/// The ids of a page of runs, newest first, and one more if there are more.
base::Result<std::vector<std::string>> ids_of(sqlite::Connection& connection,
                                              const RunFilter& filter,
                                              const Cursor& after,
                                              std::size_t count) {
  auto rows = TRY(connection.prepare(
      "SELECT run_id FROM runs WHERE (started_ms, run_id) < (?1, ?2) AND started_ms >= ?3 AND "
      "(?4 = '' OR agent = ?4) AND (?5 = '' OR parent_run_id = ?5) AND (?6 = '' OR CASE WHEN "
      "finished_ms IS NOT NULL THEN status WHEN announced THEN 'open' ELSE 'orphaned' END = ?6) "
      "ORDER BY started_ms DESC, run_id DESC LIMIT ?7"));
  TRY(rows.bind(after.number,
                after.text,
                filter.since ? sqlite::milliseconds_of(*filter.since) : INT64_MIN,
                filter.agent,
                filter.parent_run_id,
                filter.status ? name_of(*filter.status) : std::string_view(),
                static_cast<std::int64_t>(count) + 1));
  std::vector<std::string> ids;
  while (TRY(rows.step()))
    ids.push_back(text_in(rows, 0));
  return ids;
}

base::Result<RunPage> page_of(sqlite::Connection& connection,
                              std::vector<std::string> ids,
                              std::size_t count) {
  const bool more = ids.size() > count;
  if (more) ids.resize(count);
  RunPage page;
  for (const std::string& id : ids) {
    auto run = TRY(find_run(connection, id));
    if (run) page.runs.push_back(std::move(*run));
  }
  if (more && !page.runs.empty()) {
    const Run& last = page.runs.back();
    page.next_cursor = spelled({sqlite::milliseconds_of(last.started_at), last.run_id});
  }
  return page;
}

}  // namespace

base::Result<std::vector<Event>> RunStore::events_of(std::stop_token stop,
                                                     const std::string& run_id,
                                                     Bodies bodies) {
  using Events = std::vector<Event>;
  return database_.read<Events>(stop, [&](sqlite::Connection& connection) -> base::Result<Events> {
    if (!TRY(find_run(connection, run_id))) return absence_of(connection, run_id);
    return all_events(connection, run_id, bodies);
  });
}

base::Result<Event> RunStore::event(std::stop_token stop, const std::string& id) {
  return database_.read<Event>(stop, [&](sqlite::Connection& connection) -> base::Result<Event> {
    auto event = TRY(find_event(connection, id));
    if (!event) {
      return base::not_found(base::format(
          "there is no event {}; get_timeline and search_runs give ids", base::one_line(id, 100)));
    }
    return std::move(*event);
  });
}

base::Result<std::vector<std::string>> RunStore::runs_of_event(std::stop_token stop,
                                                               const std::string& id) {
  using Ids = std::vector<std::string>;
  return database_.read<Ids>(stop, [&](sqlite::Connection& connection) -> base::Result<Ids> {
    return runs_of(connection, id);
  });
}

base::Result<Run> RunStore::run(std::stop_token stop, const std::string& run_id) {
  return database_.read<Run>(stop, [&](sqlite::Connection& connection) -> base::Result<Run> {
    auto run = TRY(find_run(connection, run_id));
    if (!run) return absence_of(connection, run_id);
    return std::move(*run);
  });
}

base::Result<RunPage> RunStore::list(std::stop_token stop,
                                     const RunFilter& filter,
                                     const std::string& cursor,
                                     std::size_t count) {
  const Cursor after = TRY(parse_cursor(cursor, {INT64_MAX, ""}));
  return database_.read<RunPage>(
      stop, [&](sqlite::Connection& connection) -> base::Result<RunPage> {
        std::vector<std::string> ids = TRY(ids_of(connection, filter, after, count));
        return page_of(connection, std::move(ids), count);
      });
}

base::Result<std::vector<Arrival>> RunStore::arrivals(std::stop_token stop,
                                                      std::int64_t after,
                                                      std::size_t count) {
  using Arrivals = std::vector<Arrival>;
  return database_.read<Arrivals>(
      stop, [&](sqlite::Connection& connection) -> base::Result<Arrivals> {
        auto rows = TRY(connection.prepare(
            "SELECT " EVENT_COLUMNS_BUT_BODY
            " FROM events e JOIN strands s USING (strand) WHERE e.position > ? ORDER BY e.position "
            "LIMIT ?"));
        TRY(rows.bind(after, static_cast<std::int64_t>(count)));
        Arrivals arrivals;
        while (TRY(rows.step())) {
          Event event = TRY(event_in(rows));
          arrivals.push_back({rows.integer(0), std::move(event), {}});
        }
        for (Arrival& arrival : arrivals)
          arrival.run_ids = TRY(runs_of(connection, arrival.event.id));
        return arrivals;
      });
}

base::Result<std::int64_t> RunStore::newest_position(std::stop_token stop) {
  return database_.read<std::int64_t>(
      stop, [](sqlite::Connection& connection) -> base::Result<std::int64_t> {
        auto row = TRY(connection.prepare("SELECT max(position) FROM events"));
        TRY(row.bind());
        TRY(row.step());
        return row.integer(0);
      });
}

}  // namespace runlog
