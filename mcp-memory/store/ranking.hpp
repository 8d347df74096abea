#pragma once
// How well a row answers a question, from where its words stand. Registered on every connection as
// a score of the full-text tables (sqlite::add_row_score).

#include <span>

#include "base/result.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/full_text.hpp"

namespace memory {

/// match_of(record_words, ?) and part_of(record_fragments, ?). Both take the total weight of the
/// question, then weight and place of each word that is asked for.
base::Result<void> add_scores(sqlite::Connection& connection);

/// Share of the question's weight that is found: a word counts more in the title and in keywords
/// than in the body, and words that stand together as they do in the question count extra. 1: all
/// of it, in the title; a phrase may exceed that.
double match_of(std::span<const sqlite::Hit> hits, std::span<const double> parameters);

/// Share of the question's fragments that is found.
double part_of(std::span<const sqlite::Hit> hits, std::span<const double> parameters);

}  // namespace memory
