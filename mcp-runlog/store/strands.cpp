#include "mcp-runlog/store/strands.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "sqlite/columns.hpp"

namespace runlog {
namespace {

using sqlite::execute;
using sqlite::text_in;

constexpr std::int64_t ever_since = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();

/// A run, and the times of the events that are its.
struct Span {
  std::string run_id;
  std::int64_t from_ms = ever_since;
  std::int64_t until_ms = for_ever;

  friend bool operator==(const Span&, const Span&) = default;

  friend bool operator<(const Span& a, const Span& b) {
    return std::tie(a.run_id, a.from_ms, a.until_ms) < std::tie(b.run_id, b.from_ms, b.until_ms);
  }
};

base::Result<std::vector<Span>> bound_to(sqlite::Connection& connection,
                                         const std::string& session_id,
                                         const std::string& prompt_id) {
  auto rows = TRY(connection.prepare(
      "SELECT run_id, from_ms FROM bindings WHERE session_id = ? AND prompt_id = ? "
      "ORDER BY from_ms, run_id"));
  TRY(rows.bind(session_id, prompt_id));
  std::vector<Span> spans;
  while (TRY(rows.step()))
    spans.push_back({text_in(rows, 0), rows.integer(1), for_ever});
  return spans;
}

/// One after the other: each lasts until the next begins, and the first has always been.
void make_consecutive(std::vector<Span>& spans) {
  for (std::size_t at = 0; at + 1 < spans.size(); ++at)
    spans[at].until_ms = spans[at + 1].from_ms;
  if (!spans.empty()) spans.front().from_ms = ever_since;
}

/// All at once: prompts that were merged are for all their runs.
void make_simultaneous(std::vector<Span>& spans) {
  for (Span& span : spans)
    span.from_ms = ever_since;
}

base::Result<std::vector<Span>> spans_of(sqlite::Connection& connection,
                                         const std::string& run_id,
                                         const std::string& session_id,
                                         const std::string& prompt_id) {
  std::vector<Span> spans;
  if (!session_id.empty() && !prompt_id.empty())
    spans = TRY(bound_to(connection, session_id, prompt_id));
  make_simultaneous(spans);
  if (!spans.empty()) return spans;
  if (!run_id.empty()) return std::vector<Span>{{run_id}};
  if (session_id.empty()) return spans;
  spans = TRY(bound_to(connection, session_id, ""));
  make_consecutive(spans);
  if (spans.empty()) spans.push_back({run_of_session(session_id)});
  return spans;
}

std::vector<Span> sorted(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end());
  return spans;
}

base::Result<std::vector<Span>> spans_before(sqlite::Connection& connection, std::int64_t strand) {
  auto rows =
      TRY(connection.prepare("SELECT run_id, from_ms, until_ms FROM strand_runs WHERE strand = ?"));
  TRY(rows.bind(strand));
  std::vector<Span> spans;
  while (TRY(rows.step()))
    spans.push_back({text_in(rows, 0), rows.integer(1), rows.integer(2)});
  return sorted(std::move(spans));
}

bool is_binding(const Event& event) {
  return event.kind == Kind::run_start && !event.run_id.empty() && !event.session_id.empty();
}

}  // namespace

base::Result<Strands::Strand> Strands::of(const Event& event) {
  const bool is_about_run = event.kind == Kind::run_start || event.kind == Kind::run_finish;
  const Key key{
      event.run_id, event.session_id, event.prompt_id, is_about_run && !event.run_id.empty()};
  if (is_binding(event)) TRY(bind(event));
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  const Strand strand = TRY(find_or_make(key));
  known_.emplace(key, strand);
  return strand;
}

base::Result<Strands::Strand> Strands::find_or_make(const Key& key) {
  const auto& [run_id, session_id, prompt_id, alone] = key;
  auto row =
      TRY(connection_.prepare("SELECT strand FROM strands WHERE run_id = ? AND session_id = ? AND "
                              "prompt_id = ? AND alone = ?"));
  TRY(row.bind(run_id, session_id, prompt_id, alone));
  Strand strand;
  if (TRY(row.step())) {
    strand.number = row.integer(0);
  } else {
    TRY(execute(connection_,
                "INSERT INTO strands (run_id, session_id, prompt_id, alone) VALUES (?, ?, ?, ?)",
                run_id,
                session_id,
                prompt_id,
                alone));
    strand.number = connection_.last_row_id();
    TRY(resolve(strand.number, key));
  }
  strand.touches_deleted = TRY(touches_deleted(strand.number));
  return strand;
}

base::Result<void> Strands::bind(const Event& event) {
  const std::int64_t at_ms = sqlite::milliseconds_of(event.at);
  const auto changed = TRY(execute(
      connection_,
      "INSERT INTO bindings (session_id, prompt_id, run_id, from_ms) VALUES (?, ?, ?, ?) "
      "ON CONFLICT DO UPDATE SET from_ms = excluded.from_ms WHERE from_ms > excluded.from_ms",
      event.session_id,
      event.prompt_id,
      event.run_id,
      at_ms));
  if (changed == 0) return {};
  // A prompt's binding concerns that prompt; a session's what nothing else decides about.
  auto rows = TRY(connection_.prepare(
      "SELECT strand, run_id, session_id, prompt_id, alone FROM strands WHERE session_id = ?1 AND "
      "alone = 0 AND CASE WHEN ?2 = '' THEN run_id = '' ELSE prompt_id = ?2 END"));
  TRY(rows.bind(event.session_id, event.prompt_id));
  std::vector<std::pair<std::int64_t, Key>> affected;
  while (TRY(rows.step())) {
    affected.emplace_back(
        rows.integer(0),
        Key{text_in(rows, 1), text_in(rows, 2), text_in(rows, 3), rows.integer(4) != 0});
  }
  for (const auto& [strand, key] : affected)
    TRY(resolve(strand, key));
  known_.clear();  // they may touch other runs now
  return {};
}

base::Result<void> Strands::resolve(std::int64_t strand, const Key& key) {
  const auto& [run_id, session_id, prompt_id, alone] = key;
  const std::vector<Span> spans = alone ? std::vector<Span>{{run_id}}
                                        : TRY(spans_of(connection_, run_id, session_id, prompt_id));
  const std::vector<Span> before = TRY(spans_before(connection_, strand));
  if (before == sorted(spans)) return {};
  for (const Span& span : before)
    changed_runs_.insert(span.run_id);
  TRY(execute(connection_, "DELETE FROM strand_runs WHERE strand = ?", strand));
  for (const Span& span : spans) {
    TRY(execute(connection_,
                "INSERT INTO strand_runs (run_id, strand, from_ms, until_ms) VALUES (?, ?, ?, ?)",
                span.run_id,
                strand,
                span.from_ms,
                span.until_ms));
    changed_runs_.insert(span.run_id);
  }
  return {};
}

base::Result<bool> Strands::touches_deleted(std::int64_t strand) {
  auto row = TRY(connection_.prepare(
      "SELECT 1 FROM strand_runs JOIN deleted_runs USING (run_id) WHERE strand = ?"));
  TRY(row.bind(strand));
  return row.step();
}

base::Result<bool> Strands::is_deleted(const Strand& strand, const Event& event) {
  if (!strand.touches_deleted) return false;
  auto row = TRY(connection_.prepare(
      "SELECT count(*), count(d.run_id) FROM strand_runs s LEFT JOIN deleted_runs d USING (run_id) "
      "WHERE s.strand = ?1 AND s.from_ms <= ?2 AND s.until_ms > ?2"));
  TRY(row.bind(strand.number, sqlite::milliseconds_of(event.at)));
  TRY(row.step());
  return row.integer(0) > 0 && row.integer(0) == row.integer(1);
}

}  // namespace runlog
