#include "mcp-memory/store/fingerprint.hpp"

#include <algorithm>
#include <random>

#include "support/catch.hpp"

using memory::Bands;
using memory::bands_of;
using memory::content_words;
using memory::similarity;
using Words = std::vector<std::string>;

namespace {

bool share_a_band(const Bands& a, const Bands& b) {
  return std::any_of(a.begin(), a.end(), [&](std::int64_t band) {
    return std::find(b.begin(), b.end(), band) != b.end();
  });
}

/// Two texts with so many words in common, and so many that only one of them has.
std::pair<Words, Words> word_sets(std::mt19937_64& random, int shared, int own) {
  std::pair<Words, Words> sets;
  const auto word = [&] { return "w" + std::to_string(random()); };
  for (int number = 0; number < shared; ++number) {
    sets.first.push_back(word());
    sets.second.push_back(sets.first.back());
  }
  for (int number = 0; number < own; ++number)
    (number % 2 == 0 ? sets.first : sets.second).push_back(word());
  std::sort(sets.first.begin(), sets.first.end());
  std::sort(sets.second.begin(), sets.second.end());
  return sets;
}

/// How many of a hundred such pairs share a band.
double percent_found(int shared, int own, int pairs) {
  std::mt19937_64 random(20261122);
  int found = 0;
  for (int pair = 0; pair < pairs; ++pair) {
    const auto [a, b] = word_sets(random, shared, own);
    REQUIRE(similarity(a, b) == Approx(double(shared) / (shared + own)));
    found += share_a_band(bands_of("shop decision", a), bands_of("shop decision", b)) ? 1 : 0;
  }
  return 100.0 * found / pairs;
}

}  // namespace

TEST_CASE("the words of a text are those that say something, each once, in any order") {
  CHECK(content_words("The Orders are stored in PostgreSQL; orders, stored!") ==
        Words{"order", "postgresql", "stored"});
  CHECK(content_words("stored POSTGRESQL order") == Words{"order", "postgresql", "stored"});
  CHECK(content_words("Größe 日本 v2 x 7 42") == content_words("42 v2 日本 Größe"));
  CHECK(content_words("class glass bus gas") == Words{"bus", "class", "gas", "glass"});
  CHECK(content_words("how is it that we do this?").empty());
  CHECK(content_words("").empty());
  CHECK(content_words(std::string("\0\xff\xfe,;", 5)).size() == 1);
}

TEST_CASE("similarity is what is shared of all that is there") {
  CHECK(similarity({"a", "b", "c"}, {"a", "b", "c"}) == 1);
  CHECK(similarity({"a", "b", "c"}, {"b", "c", "d"}) == 0.5);
  CHECK(similarity({"a"}, {"b"}) == 0);
  CHECK(similarity({}, {"b"}) == 0);
  CHECK(similarity({}, {}) == 1);
}

TEST_CASE("equal words have equal bands, and every band depends on the words") {
  const Words words = content_words("Orders are stored in PostgreSQL");
  CHECK(bands_of("g", words) == bands_of("g", content_words("stored, in postgresql: ORDER")));
  const Bands others = bands_of("g", content_words("Sessions live in Redis"));
  for (std::size_t band = 0; band < memory::band_count; ++band)
    CHECK(bands_of("g", words)[band] != others[band]);
  Bands sorted = bands_of("g", words);
  std::sort(sorted.begin(), sorted.end());
  CHECK(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
  CHECK(bands_of("g", {}) == bands_of("g", {}));
}

TEST_CASE("records of two groups never share a band, however alike they are") {
  const Words words = content_words("Orders are stored in PostgreSQL");
  for (const char* group : {"shop\nincident", "shop\npattern", "blog\ndecision", "", "shop"})
    CHECK_FALSE(share_a_band(bands_of("shop\ndecision", words), bands_of(group, words)));
}

TEST_CASE("fingerprints are stored: they are the same in every version of this form") {
  const Bands bands = bands_of("shop\ndecision", {"order", "postgresql", "stored"});
  CHECK(bands ==
        Bands{-7832782502325404560, 8055530531647485924, 1718335578000803478, 8346350727383023131});
}

TEST_CASE("the more two texts have in common, the surer they share a band") {
  CHECK(percent_found(20, 0, 500) == 100);
  CHECK(percent_found(16, 4, 3000) > 92);
  const double of_seventy = percent_found(14, 6, 3000);
  CHECK(of_seventy > 77);
  CHECK(of_seventy < 84);
  CHECK(percent_found(2, 18, 20'000) < 0.7);
  CHECK(percent_found(0, 20, 5000) == 0);
}
