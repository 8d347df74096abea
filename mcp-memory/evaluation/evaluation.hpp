#pragma once
// Evaluation: how well search answers the questions of a set, by class and half.

#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/evaluation/eval_set.hpp"
#include "mcp-memory/filter.hpp"

namespace memory {

/// Over some questions. For those that nothing answers, a hit is to say so.
struct Score {
  int questions = 0;
  int first = 0;          ///< answered by the best match
  int among_five = 0;     ///< by one of the best five
  double reciprocal = 0;  ///< sum of 1 / place of the first right answer

  double hit_at_1() const { return questions == 0 ? 0 : double(first) / questions; }

  double hit_at_5() const { return questions == 0 ? 0 : double(among_five) / questions; }

  double mrr() const { return questions == 0 ? 0 : reciprocal / questions; }
};

/// One question, with where its answer was.
struct Answered {
  const EvalQuestion* question;
  std::size_t place;               ///< 1 for the best match; 0: not among the ten best
  double strength;                 ///< of the best match
  std::vector<std::string> found;  ///< keys of the best
};

struct Evaluation {
  std::vector<Answered> answers;
  std::map<std::pair<std::string, std::string>, Score> scores;  ///< by half and class
  int foreign = 0;      ///< records of another project among all answers: must be none
  int upside_down = 0;  ///< superseded records above their successors: must be none
};

/// Fills a memory of its own, which is gone afterwards, and asks it everything. The set must
/// outlive the result.
base::Result<Evaluation> evaluate(const EvalSet& set);

/// A table for people.
std::string table_of(const Evaluation& evaluation);

/// The questions of this half that were not answered by the best five, with what was found instead.
std::string misses_of(const Evaluation& evaluation, const std::string& half);

}  // namespace memory
