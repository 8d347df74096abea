#pragma once
// From a question in anybody's words to what the full-text tables are asked, and how much each of
// its words counts.
//
// A question is taken apart by the tokenizer of the index, so that both agree on what a word is. It
// becomes words joined by OR: with an implicit AND nearly every question in plain language finds
// nothing. Rare words weigh more (Robertson, Sparck Jones 1976: inverse document frequency); words
// that occur nearly everywhere are left out while there are rarer ones, since they decide nothing
// and cost most.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// Words of a question that are asked for, at most.
inline constexpr std::size_t terms_max = 32;

struct Term {
  std::string spelling;  ///< as in the question
  std::string stem;      ///< as in the index
  int place = 0;         ///< among the words of the question
  std::int64_t rows = 0;
  double weight = 0;
};

/// What one full-text table is asked.
struct Asked {
  std::string expression;  ///< cannot be a syntax error; empty if there is nothing to ask for
  std::string weights;     ///< parameters of the row score
};

/// The words that count, in the order of the question; at most `terms_max`.
base::Result<std::vector<Term>> terms_of(sqlite::Connection& connection, std::string_view question);

/// Takes out what is too common to be looked for beside the others.
std::vector<Term> worth_asking(std::vector<Term> terms, std::int64_t rows_in_all);

/// Any of these words. `total_weight` is that of the whole question.
Asked ask_for_words(const std::vector<Term>& terms, double total_weight);

/// Any of the question's identifiers, paths, error codes and names in scripts without spaces, in
/// part or whole.
Asked ask_for_fragments(std::string_view question);

double total_weight(const std::vector<Term>& terms);

}  // namespace memory
