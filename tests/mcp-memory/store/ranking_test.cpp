#include "mcp-memory/store/ranking.hpp"

#include <limits>

#include "support/catch.hpp"

using memory::match_of;
using memory::part_of;
using sqlite::Hit;

namespace {

enum Column { title, summary, keywords, body };

/// Two words, one beside the other in the question, that weigh the same.
const std::vector<double> two_words = {2, 1, 0, 1, 1};

double one_word_in(Column column) {
  return match_of(std::vector<Hit>{{0, column, 5}}, std::vector<double>{1, 1, 0});
}

double two_words_at(const Hit& first, const Hit& second) {
  return match_of(std::vector<Hit>{first, second}, two_words);
}

}  // namespace

TEST_CASE("a word counts more in the title than in keywords, summary and body, in this order") {
  CHECK(one_word_in(title) > one_word_in(keywords));
  CHECK(one_word_in(keywords) > one_word_in(summary));
  CHECK(one_word_in(summary) > one_word_in(body));
  CHECK(one_word_in(body) > 0.3);
  CHECK(one_word_in(title) < 1);
}

TEST_CASE("a word in several columns, or often in the body, counts more than once") {
  const std::vector<double> one = {1, 1, 0};
  const double both = match_of(std::vector<Hit>{{0, title, 0}, {0, body, 9}}, one);
  CHECK(both > one_word_in(title));
  CHECK(both < 1);
  const double often = match_of(std::vector<Hit>{{0, body, 0}, {0, body, 9}, {0, body, 30}}, one);
  CHECK(often > one_word_in(body));
  CHECK(often < one_word_in(summary));
}

TEST_CASE("a heavy word counts more than a light one, and what is missing counts against") {
  const std::vector<double> parameters = {4, 3, 0, 1, 1};
  const double heavy = match_of(std::vector<Hit>{{0, title, 0}}, parameters);
  const double light = match_of(std::vector<Hit>{{1, title, 0}}, parameters);
  CHECK(heavy == Approx(3 * light));
  CHECK(heavy < one_word_in(title));
  CHECK(match_of({}, parameters) == 0);
}

TEST_CASE("words that stand together as they do in the question count extra") {
  const double apart = two_words_at({0, title, 0}, {1, title, 7});
  CHECK(two_words_at({0, title, 3}, {1, title, 4}) > apart);
  CHECK(two_words_at({1, title, 3}, {0, title, 4}) == Approx(apart));
  CHECK(two_words_at({0, title, 3}, {1, summary, 4}) < apart);
  // "use of orders": what is between the words is left out of the question, not of the text.
  const std::vector<double> with_gap = {2, 1, 0, 1, 2};
  const double as_asked = match_of(std::vector<Hit>{{0, body, 0}, {1, body, 2}}, with_gap);
  CHECK(as_asked > match_of(std::vector<Hit>{{0, body, 0}, {1, body, 1}}, with_gap));
}

TEST_CASE("a phrase that a text has whole exceeds all of its words apart") {
  CHECK(two_words_at({0, title, 0}, {1, title, 1}) > 1);
}

TEST_CASE("fragments count by their weight, wherever they are") {
  const std::vector<double> parameters = {20, 15, 0, 5, 0};
  CHECK(part_of({}, parameters) == 0);
  CHECK(part_of(std::vector<Hit>{{0, 0, 3}}, parameters) == Approx(0.75));
  CHECK(part_of(std::vector<Hit>{{1, 0, 3}, {1, 0, 9}}, parameters) == Approx(0.25));
  CHECK(part_of(std::vector<Hit>{{1, 0, 3}, {0, 0, 9}}, parameters) == Approx(1));
}

TEST_CASE("hits and parameters that do not fit each other are no match and no crash") {
  const std::vector<Hit> odd = {{0, title, 0},
                                {1, title, 1},
                                {2, title, 2},
                                {31, title, 3},
                                {32, title, 4},
                                {1000, title, 5},
                                {-1, title, 6},
                                {0, title, 7},
                                {0, -1, 8},
                                {0, 4, 9},
                                {0, 1000, 10},
                                {std::numeric_limits<int>::max(), title, 11},
                                {0, title, std::numeric_limits<int>::max()},
                                {1, title, std::numeric_limits<int>::min()}};
  for (const auto score : {match_of, part_of}) {
    CHECK(score(odd, {}) == 0);
    CHECK(score(odd, std::vector<double>{0}) == 0);
    CHECK(score(odd, std::vector<double>{-1, 1, 0}) == 0);
    CHECK(score(odd, std::vector<double>{1}) == 0);
    CHECK(score(odd, std::vector<double>{1, 1}) == 0);
    CHECK(score(odd, std::vector<double>{1, 1, 0}) > 0);
    CHECK(score(odd, std::vector<double>{1, 1, 0, 1}) == score(odd, std::vector<double>{1, 1, 0}));
    const double huge = std::numeric_limits<double>::max();
    CHECK(score(odd, std::vector<double>{2, 1, huge, 1, -huge}) > 0);
    CHECK(score(odd, std::vector<double>(2001, 1.0)) > 0);
  }
}
