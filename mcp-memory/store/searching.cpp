#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "base/format.hpp"
#include "mcp-memory/store/entries.hpp"
#include "mcp-memory/store/question.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {
namespace {

/// So many candidates are weighed beyond those that are shown.
constexpr std::size_t candidates_beyond = 30;

/// An identifier, path or error code found in part counts this much beside words found whole.
constexpr double fragment_share = 0.5;

/// What a record gets of the match of one that it superseded.
constexpr double successor_share = 0.95;

/// Longer chains of supersession are not followed to their end.
constexpr int successors_followed_max = 50;

/// Below this the best match shares some words with the question and no more.
constexpr double good_strength_min = 0.3;

struct Candidate {
  std::int64_t position;
  bool superseded;  ///< at the time that is asked for
  double strength;
};

using Candidates = std::vector<Candidate>;

/// A full-text table with its score.
struct Index {
  std::string_view table;
  std::string_view score;
};

constexpr Index words_index{"record_words", "match_of"};
constexpr Index fragments_index{"record_fragments", "part_of"};

/// Where the versions behind the rows of a full-text table are.
struct Source {
  std::string_view rows;
  std::string_view rowid;
};

/// What one full-text table is asked.
struct Query {
  const Index& index;
  const Asked& asked;
  const Filter& filter;
  std::size_t count;
};

constexpr std::string_view superseded_now = "v.superseded_by IS NOT NULL";
constexpr std::string_view superseded_then = "coalesce(v.superseded_ms <= ?9, 0)";

/// Superseded records are among them whatever the filter says: they lead to their successors.
base::Result<void> add_candidates(sqlite::Connection& connection,
                                  const Query& query,
                                  const Source& source,
                                  Candidates& candidates) {
  Filter with_superseded = query.filter;
  with_superseded.superseded = true;
  auto rows = TRY(connection.prepare(base::format(
      "SELECT v.position, {}, {}({}, ?11) AS strength FROM {} w JOIN {} v ON v.{} = w.rowid "
      "WHERE {} MATCH ?10 AND {} ORDER BY strength DESC, v.position DESC LIMIT ?12",
      query.filter.as_of ? superseded_then : superseded_now,
      query.index.score,
      query.index.table,
      query.index.table,
      source.rows,
      source.rowid,
      query.index.table,
      condition_of(with_superseded))));
  const auto count = static_cast<std::int64_t>(query.count);
  TRY(bind_filter(rows, query.filter, query.asked.expression, query.asked.weights, count));
  while (TRY(rows.step()))
    candidates.push_back({rows.integer(0), rows.integer(1) != 0, rows.real(2)});
  return {};
}

base::Result<Candidates> candidates_of(sqlite::Connection& connection, const Query& query) {
  Candidates candidates;
  if (query.asked.expression.empty()) return candidates;
  if (!query.filter.as_of) {
    TRY(add_candidates(connection, query, {"records", "position"}, candidates));
    return candidates;
  }
  for (const std::string_view rows : {"current_versions", "past_versions"})
    TRY(add_candidates(connection, query, {rows, "words"}, candidates));
  return candidates;
}

/// The records that took the place of this one, one after the other until the time that is asked
/// for; the last is in force.
base::Result<std::vector<std::int64_t>> successors_of(sqlite::Connection& connection,
                                                      std::int64_t position,
                                                      const Filter& filter) {
  std::vector<std::int64_t> successors;
  std::optional<std::int64_t> as_of;
  if (filter.as_of) as_of = milliseconds_of(*filter.as_of);
  for (int followed = 0; followed < successors_followed_max; ++followed) {
    auto row = TRY(connection.prepare(
        "SELECT superseded_by FROM records WHERE position = ?1 AND superseded_by IS NOT NULL AND "
        "(?2 IS NULL OR superseded_ms <= ?2)"));
    TRY(row.bind(position, as_of));
    if (!TRY(row.step())) break;
    position = row.integer(0);
    successors.push_back(position);
  }
  return successors;
}

/// What a question says of each record by its position.
struct Scores {
  std::map<std::int64_t, double> strengths;
  std::map<std::int64_t, std::vector<std::int64_t>> successors;  ///< nearest first; none is empty
};

/// Each record in the place of a superseded one gets a share of its strength.
base::Result<void> pass_on(sqlite::Connection& connection,
                           std::int64_t superseded,
                           const Filter& filter,
                           Scores& scores) {
  const double own = scores.strengths[superseded];
  std::vector<std::int64_t> later = TRY(successors_of(connection, superseded, filter));
  for (const std::int64_t successor : later) {
    double& strength = scores.strengths[successor];
    strength = std::max(strength, successor_share * own);
  }
  for (std::int64_t position = superseded; !later.empty(); later.erase(later.begin())) {
    scores.successors[position] = later;
    position = later.front();
  }
  return {};
}

/// What both tables say of each record, and of those in its place.
base::Result<Scores> scores_of(sqlite::Connection& connection,
                               const Candidates& by_words,
                               const Candidates& by_fragments,
                               const Filter& filter) {
  Scores scores;
  std::map<std::int64_t, double> fragments;
  std::set<std::int64_t> superseded;
  const auto note = [&](const Candidate& candidate, std::map<std::int64_t, double>& best) {
    double& strength = best[candidate.position];
    strength = std::max(strength, candidate.strength);
    if (candidate.superseded) superseded.insert(candidate.position);
  };
  for (const Candidate& candidate : by_words)
    note(candidate, scores.strengths);
  for (const Candidate& candidate : by_fragments)
    note(candidate, fragments);
  for (const auto& [position, strength] : fragments)
    scores.strengths[position] += fragment_share * strength;
  for (const std::int64_t position : superseded)
    TRY(pass_on(connection, position, filter, scores));
  return scores;
}

/// Mild, so that they only decide between records that answer about equally well.
double boost_of(const Entry& entry, base::Instant now) {
  double boost = 1;
  const std::string& status = entry.status;
  if (status == "rejected" || status == "deprecated" || status == "retired") boost *= 0.85;
  if (status == "proposed" || status == "draft" || status == "candidate") boost *= 0.97;
  if (is_stale(entry, now)) boost *= 0.93;
  if (is_doubted(entry)) boost *= 0.90;
  boost *= 1 + 0.01 * static_cast<double>(std::min<std::int64_t>(entry.worked, 4));
  const std::chrono::duration<double, std::ratio<86'400>> age = now - entry.revised_at;
  constexpr double fading_days = 365;
  return boost * (0.96 + 0.04 * std::exp(-std::max(0.0, age.count()) / fading_days));
}

/// The best positions; each superseded one brings those in its place along, in front of it.
std::vector<std::int64_t> best_first(const Scores& scores) {
  std::vector<std::pair<double, std::int64_t>> best;
  for (const auto& [position, strength] : scores.strengths)
    best.emplace_back(strength, position);
  std::sort(best.rbegin(), best.rend());
  std::vector<std::int64_t> positions;
  std::set<std::int64_t> taken;
  const auto take = [&](std::int64_t position) {
    if (taken.insert(position).second) positions.push_back(position);
  };
  for (const auto& [strength, position] : best) {
    const auto later = scores.successors.find(position);
    if (later != scores.successors.end())
      std::for_each(later->second.rbegin(), later->second.rend(), take);
    take(position);
  }
  return positions;
}

base::Result<std::vector<Match>> matches_of(sqlite::Connection& connection,
                                            const Scores& scores,
                                            const Filter& filter,
                                            base::Instant now,
                                            std::size_t count) {
  std::vector<Match> matches;
  for (const std::int64_t position : best_first(scores)) {
    if (matches.size() == count) break;
    auto row =
        TRY(connection.prepare(base::format("SELECT {} FROM {} v WHERE v.position = ?10 AND {}",
                                            entry_columns,
                                            rows_of(filter),
                                            condition_of(filter))));
    TRY(bind_filter(row, filter, position));
    if (!TRY(row.step())) continue;
    Entry entry = TRY(entry_of(row));
    const double weighed = scores.strengths.at(position) * boost_of(entry, now);
    matches.push_back({std::move(entry), weighed});
  }
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.strength > b.strength;
  });
  return matches;
}

/// Each superseded record behind those in its place, wherever both are among the matches.
std::vector<Match> successors_first(std::vector<Match> matches, const Scores& scores) {
  std::map<std::int64_t, std::size_t> places;
  std::vector<std::int64_t> positions;
  for (const Match& match : matches) {
    places.emplace(match.entry.position, positions.size());
    positions.push_back(match.entry.position);
  }
  std::vector<Match> ordered;
  const auto take = [&](std::int64_t position) {
    const auto place = places.find(position);
    if (place == places.end()) return;
    ordered.push_back(std::move(matches[place->second]));
    places.erase(place);
  };
  for (const std::int64_t position : positions) {
    const auto later = scores.successors.find(position);
    if (later != scores.successors.end())
      std::for_each(later->second.rbegin(), later->second.rend(), take);
    take(position);
  }
  return ordered;
}

base::Result<Matches> page_of(sqlite::Connection& connection,
                              std::vector<Match> matches,
                              const Page& wanted) {
  const std::size_t end = wanted.skipped + wanted.count;
  Matches page;
  page.more = matches.size() > end;
  page.good = !matches.empty() && matches.front().strength >= good_strength_min;
  std::vector<Entry> entries;
  for (std::size_t at = wanted.skipped; at < std::min(matches.size(), end); ++at) {
    page.matches.push_back({{}, std::min(1.0, matches[at].strength)});
    entries.push_back(std::move(matches[at].entry));
  }
  TRY(add_contradictions(connection, entries));
  for (std::size_t at = 0; at < entries.size(); ++at)
    page.matches[at].entry = std::move(entries[at]);
  return page;
}

}  // namespace

base::Result<Matches> RecordStore::search(std::stop_token stop,
                                          const std::string& question,
                                          const Filter& filter,
                                          base::Instant now,
                                          Page page) {
  const std::size_t count = page.skipped + page.count + candidates_beyond;
  return database_.read<Matches>(
      stop, [&](sqlite::Connection& connection) -> base::Result<Matches> {
        const std::int64_t rows_in_all = TRY(newest_position(connection));
        const auto terms = TRY(terms_of(connection, question));
        const Asked words = ask_for_words(worth_asking(terms, rows_in_all), total_weight(terms));
        const Asked fragments = ask_for_fragments(question);
        const Query for_words{words_index, words, filter, count};
        const Query for_fragments{fragments_index, fragments, filter, count};
        const Candidates by_words = TRY(candidates_of(connection, for_words));
        const Candidates by_fragments = TRY(candidates_of(connection, for_fragments));
        const Scores scores = TRY(scores_of(connection, by_words, by_fragments, filter));
        auto matches = TRY(matches_of(connection, scores, filter, now, count));
        return page_of(connection, successors_first(std::move(matches), scores), page);
      });
}

}  // namespace memory
