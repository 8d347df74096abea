#include "mcp-memory/store/ranking.hpp"

#include <algorithm>
#include <array>

#include "mcp-memory/store/question.hpp"

namespace memory {
namespace {

// BM25F (Robertson, Zaragoza 2009) without the length of the text: reading it would cost more than
// all the rest, and records are of like sizes. What remains is a saturating count for each column.

/// title, summary, keywords, body
constexpr std::array<double, 4> column_weights = {0.90, 0.75, 0.85, 0.60};

/// Each further occurrence in the body adds half of what is left to this share.
constexpr double repeated_body_share = 0.15;

/// What two neighbours in their order add, as a share of their weight.
constexpr double neighbour_share = 0.25;

struct TermFound {
  std::array<bool, column_weights.size()> in_column = {};
  int in_body = 0;
  bool beside_next = false;
};

double share_of(const TermFound& found) {
  double missing = 1;
  for (std::size_t column = 0; column < column_weights.size(); ++column)
    if (found.in_column[column]) missing *= 1 - column_weights[column];
  if (found.in_body > 1) missing *= 1 - repeated_body_share;
  return 1 - missing;
}

/// The parameters of one phrase.
struct Phrases {
  std::span<const double> parameters;

  std::size_t count() const {
    return parameters.empty() ? 0 : std::min((parameters.size() - 1) / 2, terms_max);
  }

  double weight(std::size_t phrase) const { return parameters[1 + 2 * phrase]; }

  double place(std::size_t phrase) const { return parameters[2 + 2 * phrase]; }
};

/// True if the two hits are as far apart as their words are in the question.
bool stand_as_asked(const Phrases& phrases, const sqlite::Hit& first, const sqlite::Hit& second) {
  const auto phrase = static_cast<std::size_t>(first.phrase);
  if (first.phrase < 0 || phrase >= phrases.count() || phrase + 1 >= phrases.count()) return false;
  if (first.column != second.column || second.phrase != first.phrase + 1) return false;
  return static_cast<double>(second.offset) - static_cast<double>(first.offset) ==
         phrases.place(phrase + 1) - phrases.place(phrase);
}

void note_neighbours(std::span<const sqlite::Hit> hits,
                     const Phrases& phrases,
                     std::span<TermFound> found) {
  constexpr std::size_t looked_ahead = 6;
  for (std::size_t at = 0; at < hits.size(); ++at) {
    const std::size_t end = std::min(hits.size(), at + looked_ahead);
    for (std::size_t next = at + 1; next < end; ++next)
      if (stand_as_asked(phrases, hits[at], hits[next]))
        found[static_cast<std::size_t>(hits[at].phrase)].beside_next = true;
  }
}

}  // namespace

double match_of(std::span<const sqlite::Hit> hits, std::span<const double> parameters) {
  const Phrases phrases{parameters};
  if (parameters.empty() || parameters[0] <= 0) return 0;
  std::array<TermFound, terms_max> found = {};
  for (const sqlite::Hit& hit : hits) {
    const auto phrase = static_cast<std::size_t>(hit.phrase);
    const auto column = static_cast<std::size_t>(hit.column);
    if (phrase >= phrases.count() || column >= column_weights.size()) continue;
    found[phrase].in_column[column] = true;
    if (column + 1 == column_weights.size()) ++found[phrase].in_body;
  }
  note_neighbours(hits, phrases, found);
  double sum = 0;
  for (std::size_t phrase = 0; phrase < phrases.count(); ++phrase) {
    sum += phrases.weight(phrase) * share_of(found[phrase]);
    if (found[phrase].beside_next && phrase + 1 < phrases.count())
      sum += neighbour_share * (phrases.weight(phrase) + phrases.weight(phrase + 1)) / 2;
  }
  return sum / parameters[0];
}

double part_of(std::span<const sqlite::Hit> hits, std::span<const double> parameters) {
  const Phrases phrases{parameters};
  if (parameters.empty() || parameters[0] <= 0) return 0;
  std::array<bool, terms_max> found = {};
  for (const sqlite::Hit& hit : hits)
    if (static_cast<std::size_t>(hit.phrase) < phrases.count())
      found[static_cast<std::size_t>(hit.phrase)] = true;
  double sum = 0;
  for (std::size_t phrase = 0; phrase < phrases.count(); ++phrase)
    if (found[phrase]) sum += phrases.weight(phrase);
  return sum / parameters[0];
}

base::Result<void> add_scores(sqlite::Connection& connection) {
  TRY(sqlite::add_row_score(connection, "match_of", match_of));
  return sqlite::add_row_score(connection, "part_of", part_of);
}

}  // namespace memory
