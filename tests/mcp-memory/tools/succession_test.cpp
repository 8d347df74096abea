// Chains of records that took each other's place: search leads to the end, and never past it.

#include <algorithm>
#include <random>

#include "calls.hpp"

namespace {

using Chain = std::vector<std::string>;

struct SuccessionFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  /// Records with these titles, each in the place of the one before.
  Chain chain(const std::vector<std::string>& titles) const {
    Chain ids = {devbot.write(sample::decision(titles.front()))};
    for (std::size_t at = 1; at < titles.size(); ++at) {
      const std::string record = sample::decision(titles[at]);
      ids.push_back(
          devbot.must("supersede_record", calls::supersede(ids.back(), record)).member("id"));
    }
    return ids;
  }

  std::vector<std::string> found_with_superseded(const std::string& query, int limit) const {
    const std::string all = sample::with(calls::question(query), "include_superseded", "true");
    return calls::ids(
        devbot.must("find_records", sample::with(all, "limit", std::to_string(limit))));
  }
};

std::string random_title(std::mt19937& random) {
  const char* const words[] = {
      "amber", "birch", "cedar", "dune", "ember", "fjord", "grove", "heath"};
  std::string title;
  const auto count = 1 + random() % 4;
  for (std::size_t at = 0; at < count; ++at)
    title.append(words[random() % std::size(words)]).append(" ");
  return title + "of " + std::to_string(random() % 1000);
}

std::size_t place_of(const std::vector<std::string>& ids, const std::string& id) {
  return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
}

}  // namespace

TEST_CASE_METHOD(SuccessionFixture,
                 "the words of the first record lead to the last, and to it alone") {
  const Chain ids = chain({"Ducks are counted", "Swans are weighed", "Geese are ringed"});
  CHECK(calls::found(devbot, "ducks") == Chain{ids[2]});
  CHECK(calls::found(devbot, "swans") == Chain{ids[2]});
  CHECK(calls::found(devbot, "geese") == Chain{ids[2]});
  CHECK(calls::ids(devbot.must("read_records", "{}")) == Chain{ids[2]});
}

TEST_CASE_METHOD(SuccessionFixture,
                 "whoever asks for superseded records sees the chain, newest first") {
  const Chain ids = chain({"Ducks are counted", "Swans are weighed", "Geese are ringed"});
  const Chain newest_first(ids.rbegin(), ids.rend());
  CHECK(found_with_superseded("ducks counted", 50) == newest_first);
  CHECK(calls::ids(devbot.must("read_records", R"({"include_superseded":true})")) == newest_first);
}

TEST_CASE_METHOD(SuccessionFixture, "no record is ranked above the one that took its place") {
  std::mt19937 random(20261122);
  std::vector<Chain> chains;
  for (int count = 0; count < 40; ++count) {
    std::vector<std::string> titles;
    const auto length = 1 + random() % 5;
    while (titles.size() < length)
      titles.push_back(random_title(random) + " " + std::to_string(count * 10) +
                       std::to_string(titles.size()));
    chains.push_back(chain(titles));
  }
  std::size_t pairs = 0;
  for (int question = 0; question < 60; ++question) {
    const std::string query = random_title(random);
    const auto found = found_with_superseded(query, question % 2 == 0 ? 50 : 5);
    for (const Chain& chain : chains) {
      for (std::size_t at = 0; at + 1 < chain.size(); ++at) {
        const std::size_t place = place_of(found, chain[at]);
        if (place == found.size()) continue;
        ++pairs;
        INFO(query << ": " << chain[at] << " before " << chain[at + 1]);
        CHECK(place_of(found, chain[at + 1]) < place);
      }
    }
  }
  CHECK(pairs > 200);
}

TEST_CASE_METHOD(SuccessionFixture, "several records can have the same successor") {
  const std::string first = devbot.write(sample::decision("Ducks are counted"));
  const std::string second = devbot.write(sample::decision("Swans are weighed"));
  const std::string both = devbot.write(sample::decision("Birds stay outside"));
  devbot.must("supersede_record", calls::supersede_by(first, both));
  devbot.must("supersede_record", calls::supersede_by(second, both));
  CHECK(calls::found(devbot, "ducks and swans") == Chain{both});
  CHECK(devbot.must("get_record", calls::about(both)).member("supersedes") ==
        "[\"" + first + "\",\"" + second + "\"]");
  CHECK(devbot.must("record_history", calls::about(both)).member("supersedes") ==
        "[\"" + first + "\",\"" + second + "\"]");
}
