#include "mcp-runlog/store/run_rows.hpp"

#include <algorithm>
#include <vector>

#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/store/event_rows.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

using sqlite::execute;
using sqlite::text_in;

#define OF_RUN                                                                                     \
  " FROM strand_runs r JOIN events e USING (strand) JOIN strands s USING (strand) WHERE r.run_id " \
  "= ?1 AND e.at_ms >= r.from_ms AND e.at_ms < r.until_ms"

/// The run's starts, finishes, prompts and messages, in the order of time.
base::Result<std::vector<Event>> landmarks_of(sqlite::Connection& connection,
                                              const std::string& run_id) {
  auto rows = TRY(connection.prepare("SELECT " EVENT_COLUMNS OF_RUN
                                     " AND e.kind IN ('run.start', 'run.finish', 'prompt', "
                                     "'message.in') ORDER BY e.at_ms, e.id"));
  TRY(rows.bind(run_id));
  std::vector<Event> events;
  while (TRY(rows.step()))
    events.push_back(TRY(event_in(rows)));
  return events;
}

/// The part of a strand that belongs to a run.
struct Part {
  std::int64_t strand;
  std::int64_t from_ms;
  std::int64_t until_ms;
};

base::Result<std::vector<Part>> parts_of(sqlite::Connection& connection,
                                         const std::string& run_id) {
  auto rows = TRY(connection.prepare(
      "SELECT strand, from_ms, until_ms FROM strand_runs WHERE run_id = ? ORDER BY strand"));
  TRY(rows.bind(run_id));
  std::vector<Part> parts;
  while (TRY(rows.step()))
    parts.push_back({rows.integer(0), rows.integer(1), rows.integer(2)});
  return parts;
}

struct Ends {
  std::int64_t first_ms = 0;
  std::int64_t last_ms = 0;
  bool any = false;
};

/// The index of strands gives both ends at once.
base::Result<Ends> ends_of(sqlite::Connection& connection, const std::vector<Part>& parts) {
  Ends ends;
  for (const char* sql :
       {"SELECT min(at_ms) FROM events WHERE strand = ? AND at_ms >= ? AND at_ms < ?",
        "SELECT max(at_ms) FROM events WHERE strand = ? AND at_ms >= ? AND at_ms < ?"}) {
    for (const Part& part : parts) {
      auto row = TRY(connection.prepare(sql));
      TRY(row.bind(part.strand, part.from_ms, part.until_ms));
      TRY(row.step());
      if (row.is_null(0)) continue;
      const std::int64_t ms = row.integer(0);
      ends.first_ms = ends.any ? std::min(ends.first_ms, ms) : ms;
      ends.last_ms = ends.any ? std::max(ends.last_ms, ms) : ms;
      ends.any = true;
    }
  }
  return ends;
}

/// Of the earliest event that names one.
base::Result<std::string> agent_of(sqlite::Connection& connection, const std::vector<Part>& parts) {
  std::pair<std::int64_t, std::string> earliest;
  std::string agent;
  for (const Part& part : parts) {
    auto row = TRY(connection.prepare(
        "SELECT at_ms, id, agent FROM events WHERE strand = ? AND at_ms >= ? AND at_ms < ? AND "
        "agent <> '' ORDER BY at_ms, id LIMIT 1"));
    TRY(row.bind(part.strand, part.from_ms, part.until_ms));
    if (!TRY(row.step())) continue;
    const std::pair place{row.integer(0), text_in(row, 1)};
    if (!agent.empty() && earliest < place) continue;
    earliest = place;
    agent = text_in(row, 2);
  }
  return agent;
}

/// What the landmarks say.
struct Summary {
  StartFacts start = {};
  bool announced = false;
  std::string title = {};
  FinishFacts finish = {};
  std::optional<std::int64_t> finished_ms = {};
  int finish_rank = 0;
  bool disputed = false;
};

void take_start(Summary& summary, const Event& event) {
  const StartFacts facts = start_facts(event.body_json);
  summary.announced = true;
  const auto fill = [](std::string& slot, const std::string& value) {
    if (slot.empty()) slot = value;
  };
  fill(summary.start.title, facts.title);
  fill(summary.start.trigger_key, facts.trigger_key);
  fill(summary.start.parent_run_id, facts.parent_run_id);
  fill(summary.start.agent, facts.agent.empty() ? event.agent : facts.agent);
}

/// Who knows best how a run ended comes first: who worked in it, then what the agent's program
/// reports, then who started the program, then those who guess.
int rank_of(const Event& event, const FinishFacts& facts) {
  if (facts.hint || !is_known_finish(event)) return 3;
  if (event.source == Source::wrap) return 2;
  if (event.source == Source::stream_json || event.source == Source::transcript) return 1;
  return 0;
}

constexpr int rank_of_programs = 1;
constexpr int rank_of_guesses = 3;

/// Of one rank the first one counts, and those that say otherwise make it disputed; of reports of a
/// program, which come after each prompt, the last. A guess counts only if nothing happened after
/// it.
void take_finish(Summary& summary, const Event& event, std::int64_t last_ms) {
  FinishFacts facts = finish_facts(event.body_json);
  const std::int64_t at_ms = sqlite::milliseconds_of(event.at);
  const int rank = rank_of(event, facts);
  if (rank == rank_of_guesses && at_ms < last_ms) return;
  const bool is_better = !summary.finished_ms || rank < summary.finish_rank;
  const bool is_next_report = rank == rank_of_programs && rank == summary.finish_rank;
  const bool other_status = summary.finished_ms && facts.status != summary.finish.status;
  const bool other_words = rank == summary.finish_rank && facts.outcome != summary.finish.outcome;
  const bool both_know = std::max(rank, summary.finish_rank) < rank_of_guesses;
  if (summary.finished_ms && both_know && !is_next_report && (other_status || other_words))
    summary.disputed = true;
  if (!is_better && !is_next_report) return;
  summary.finish = std::move(facts);
  summary.finished_ms = at_ms;
  summary.finish_rank = rank;
}

Summary summary_of(const std::vector<Event>& landmarks, std::int64_t last_ms) {
  Summary summary;
  for (const Event& event : landmarks) {
    if (event.kind == Kind::run_start) {
      take_start(summary, event);
    } else if (event.kind == Kind::run_finish) {
      take_finish(summary, event, last_ms);
    } else if (summary.title.empty()) {
      summary.title = event.title;
    }
  }
  if (!summary.start.title.empty()) summary.title = summary.start.title;
  return summary;
}

base::Result<bool> is_deleted(sqlite::Connection& connection, const std::string& run_id) {
  auto row = TRY(connection.prepare("SELECT 1 FROM deleted_runs WHERE run_id = ?"));
  TRY(row.bind(run_id));
  return row.step();
}

/// A run that was closed because nothing was heard of it stays so until something is.
base::Result<void> keep_timeout(sqlite::Connection& connection,
                                const std::string& run_id,
                                std::int64_t last_ms,
                                Summary& summary) {
  auto row = TRY(connection.prepare(
      "SELECT outcome, finished_ms FROM runs WHERE run_id = ? AND status = 'timeout' AND "
      "finished_ms = ?"));
  TRY(row.bind(run_id, last_ms));
  if (!TRY(row.step())) return {};
  summary.finish = {.status = Status::timeout, .outcome = text_in(row, 0)};
  summary.finished_ms = row.integer(1);
  return {};
}

constexpr const char* put_run =
    "INSERT OR REPLACE INTO runs (run_id, parent_run_id, agent, title, trigger_key, announced, "
    "status, outcome, disputed, started_ms, last_ms, finished_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?)";

Status status_of(const sqlite::Statement& row) {
  const auto finished = status_named(row.text(6));
  if (finished) return *finished;
  return row.integer(5) != 0 ? Status::open : Status::orphaned;
}

base::Result<std::vector<std::string>> texts_of(sqlite::Connection& connection,
                                                const char* sql,
                                                const std::string& run_id) {
  auto rows = TRY(connection.prepare(sql));
  TRY(rows.bind(run_id));
  std::vector<std::string> texts;
  while (TRY(rows.step()))
    texts.push_back(text_in(rows, 0));
  return texts;
}

base::Result<std::int64_t> count_of(sqlite::Connection& connection,
                                    const char* sql,
                                    const std::string& run_id) {
  auto row = TRY(connection.prepare(sql));
  TRY(row.bind(run_id));
  TRY(row.step());
  return row.integer(0);
}

base::Result<Counts> counts_of(sqlite::Connection& connection, const std::string& run_id) {
  Counts counts;
  counts.events = TRY(count_of(connection, "SELECT count(*)" OF_RUN, run_id));
  counts.tool_calls =
      TRY(count_of(connection,
                   "SELECT count(DISTINCT e.tool_use_id)" OF_RUN " AND e.tool_use_id <> ''",
                   run_id));
  counts.errors =
      TRY(count_of(connection, "SELECT count(*)" OF_RUN " AND e.severity = 'error'", run_id));
  counts.file_edits =
      TRY(count_of(connection,
                   "SELECT count(DISTINCT coalesce(nullif(e.tool_use_id, ''), e.id) || char(10) || "
                   "e.file_path)" OF_RUN " AND e.kind = 'file.edit'",
                   run_id));
  return counts;
}

}  // namespace

base::Result<void> refresh_run(sqlite::Connection& connection, const std::string& run_id) {
  if (TRY(is_deleted(connection, run_id))) {
    TRY(execute(connection, "DELETE FROM runs WHERE run_id = ?", run_id));
    return {};
  }
  const std::vector<Part> parts = TRY(parts_of(connection, run_id));
  const Ends ends = TRY(ends_of(connection, parts));
  if (!ends.any) {
    TRY(execute(connection, "DELETE FROM runs WHERE run_id = ?", run_id));
    return {};
  }
  Summary summary = summary_of(TRY(landmarks_of(connection, run_id)), ends.last_ms);
  if (!summary.finished_ms) TRY(keep_timeout(connection, run_id, ends.last_ms, summary));
  std::string agent = summary.start.agent;
  if (agent.empty()) agent = TRY(agent_of(connection, parts));
  TRY(execute(connection,
              put_run,
              run_id,
              summary.start.parent_run_id,
              agent,
              summary.title,
              summary.start.trigger_key,
              summary.announced,
              summary.finished_ms ? name_of(summary.finish.status) : std::string_view(),
              summary.finish.outcome,
              summary.disputed,
              ends.first_ms,
              ends.last_ms,
              summary.finished_ms));
  return {};
}

bool is_landmark(Kind kind) {
  return kind == Kind::run_start || kind == Kind::run_finish || kind == Kind::prompt ||
         kind == Kind::message_in;
}

void join(News& news, const News& more) {
  const bool disagree = !news.agent.empty() && !more.agent.empty() && news.agent != more.agent;
  news.first_ms = std::min(news.first_ms, more.first_ms);
  news.last_ms = std::max(news.last_ms, more.last_ms);
  news.changes_summary = news.changes_summary || more.changes_summary || disagree;
  if (news.agent.empty()) news.agent = more.agent;
}

base::Result<void> note_news(sqlite::Connection& connection,
                             const std::string& run_id,
                             const News& news) {
  if (!news.changes_summary) {
    const auto widened = TRY(execute(
        connection,
        "UPDATE runs SET last_ms = max(last_ms, ?2) WHERE run_id = ?1 AND started_ms <= ?3 AND "
        "agent <> '' AND (?4 = '' OR agent = ?4) AND (finished_ms IS NULL OR last_ms >= ?2)",
        run_id,
        news.last_ms,
        news.first_ms,
        news.agent));
    if (widened > 0) return {};
  }
  return refresh_run(connection, run_id);
}

base::Result<std::optional<Run>> find_run(sqlite::Connection& connection,
                                          const std::string& run_id) {
  auto row = TRY(connection.prepare(
      "SELECT run_id, parent_run_id, agent, title, trigger_key, announced, status, outcome, "
      "disputed, started_ms, last_ms, finished_ms FROM runs WHERE run_id = ?"));
  TRY(row.bind(run_id));
  std::optional<Run> run;
  if (!TRY(row.step())) return run;
  run = Run{.run_id = text_in(row, 0),
            .parent_run_id = text_in(row, 1),
            .agent = text_in(row, 2),
            .title = text_in(row, 3),
            .trigger_key = text_in(row, 4),
            .status = status_of(row),
            .outcome = text_in(row, 7),
            .outcome_disputed = row.integer(8) != 0,
            .started_at = sqlite::instant_of(row.integer(9)),
            .last_at = sqlite::instant_of(row.integer(10)),
            .finished_at = sqlite::instant_in(row, 11)};
  run->counts = TRY(counts_of(connection, run_id));
  run->session_ids =
      TRY(texts_of(connection,
                   "SELECT DISTINCT s.session_id FROM strand_runs r JOIN strands s USING (strand) "
                   "WHERE r.run_id = ? AND s.session_id <> '' ORDER BY 1",
                   run_id));
  run->child_run_ids =
      TRY(texts_of(connection,
                   "SELECT run_id FROM runs WHERE parent_run_id = ? ORDER BY started_ms, run_id",
                   run_id));
  return run;
}

}  // namespace runlog
