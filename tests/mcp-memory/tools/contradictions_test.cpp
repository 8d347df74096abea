// Two accepted decisions that contradict each other are both flagged, as long as both stand.

#include "calls.hpp"

using Catch::Contains;

namespace {

struct ContradictionsFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  desk::Desk infrabot = devbot.beside("shop", "infrabot");
  std::string one = devbot.write(sample::decision("Ducks are counted"));
  std::string other = devbot.write(sample::decision("Ducks go free"));

  void contradict() const { infrabot.must("link_records", calls::link(one, "contradicts", other)); }

  bool is_flagged(const std::string& id, const std::string& against) const {
    return calls::remarks(devbot, id).find("contradicts " + against) != std::string::npos;
  }

  void check_flags(bool expected) const {
    CHECK(is_flagged(one, other) == expected);
    CHECK(is_flagged(other, one) == expected);
  }
};

}  // namespace

TEST_CASE_METHOD(ContradictionsFixture, "both decisions are flagged wherever they are read") {
  check_flags(false);
  contradict();
  for (const std::string& remarks : calls::remarks_everywhere(devbot, one, "ducks"))
    CHECK_THAT(remarks, Contains("contradicts " + other));
  for (const std::string& remarks : calls::remarks_everywhere(devbot, other, "ducks"))
    CHECK_THAT(remarks, Contains("contradicts " + one));
}

TEST_CASE_METHOD(ContradictionsFixture, "the flag goes when one of them is superseded") {
  contradict();
  devbot.must("supersede_record", calls::supersede(one, sample::decision("Swans are weighed")));
  check_flags(false);
}

TEST_CASE_METHOD(ContradictionsFixture,
                 "the flag goes when one of them is no longer accepted, and comes back") {
  contradict();
  devbot.must("update_record", calls::update(one, 1, R"({"status":"deprecated"})"));
  check_flags(false);
  devbot.must("update_record", calls::update(one, 2, R"({"status":"accepted"})"));
  check_flags(true);
}

TEST_CASE_METHOD(ContradictionsFixture, "the flag goes with the link") {
  contradict();
  devbot.must("link_records", calls::unlink(one, "contradicts", other));
  check_flags(false);
}

TEST_CASE_METHOD(ContradictionsFixture, "a link in both directions is one contradiction") {
  contradict();
  infrabot.must("link_records", calls::link(other, "contradicts", one));
  CHECK(calls::remarks(devbot, one) == "[\"contradicts " + other + "\"]");
  devbot.must("link_records", calls::unlink(one, "contradicts", other));
  check_flags(true);
}

TEST_CASE_METHOD(ContradictionsFixture, "only accepted decisions contradict each other") {
  const std::string pattern = devbot.write(sample::pattern("Count ducks twice"));
  const std::string proposed =
      devbot.write(sample::with(sample::decision("Ducks are sold"), "status", R"("proposed")"));
  devbot.must("link_records", calls::link(one, "contradicts", pattern));
  devbot.must("link_records", calls::link(one, "contradicts", proposed));
  devbot.must("link_records", calls::link(one, "relates_to", other));
  for (const std::string& id : {one, other, pattern, proposed})
    CHECK(calls::remarks(devbot, id).empty());
}

TEST_CASE_METHOD(ContradictionsFixture,
                 "of many contradictions some are named and the others counted") {
  for (int count = 0; count < 12; ++count) {
    const std::string id = devbot.write(sample::decision("Ducks, " + std::to_string(count)));
    devbot.must("link_records", calls::link(id, "contradicts", one));
  }
  const std::string remarks = calls::remarks(devbot, one);
  CHECK_THAT(remarks, Contains("and 9 others"));
  CHECK(remarks.size() < 200);
}
