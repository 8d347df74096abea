// review_by and valid_until: what is due is shown as such wherever it is read, and stays.

#include "calls.hpp"

using Catch::Contains;
using Ids = std::vector<std::string>;

namespace {

const char* const past = R"("2020-02-03T04:05:06Z")";
const char* const future = R"("2090-02-03T04:05:06Z")";

struct StalenessFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  std::string write(const char* title, const char* field, const char* time) const {
    return devbot.write(sample::with(sample::decision(title), field, time));
  }
};

}  // namespace

TEST_CASE_METHOD(StalenessFixture, "a record past its review says so wherever it is read") {
  const std::string id = write("Ducks are counted", "review_by", past);
  for (const std::string& remarks : calls::remarks_everywhere(devbot, id, "ducks"))
    CHECK_THAT(remarks, Contains("review was due 2020-02-03"));
}

TEST_CASE_METHOD(StalenessFixture, "a record past its validity says so wherever it is read") {
  const std::string id = write("Ducks are counted", "valid_until", past);
  for (const std::string& remarks : calls::remarks_everywhere(devbot, id, "ducks"))
    CHECK_THAT(remarks, Contains("was valid until 2020-02-03"));
}

TEST_CASE_METHOD(StalenessFixture, "a record says nothing of a time that is still to come") {
  const std::string reviewed = write("Ducks are counted", "review_by", future);
  const std::string valid = write("Swans are weighed", "valid_until", future);
  for (const std::string& id : {reviewed, valid})
    for (const std::string& remarks : calls::remarks_everywhere(devbot, id, "ducks or swans"))
      CHECK_THAT(remarks, !Contains("2090") && !Contains("review was"));
}

TEST_CASE_METHOD(StalenessFixture, "a record becomes due in between, by nothing but time") {
  const std::string soon = base::to_iso(devbot.memory().now() + std::chrono::seconds(30));
  const std::string id = write("Ducks are counted", "review_by", json::quoted(soon).c_str());
  CHECK(calls::remarks(devbot, id).empty());
  for (int second = 0; second < 30; ++second)
    devbot.memory().now();
  CHECK_THAT(calls::remarks(devbot, id), Contains("review was due"));
  CHECK(devbot.must("get_record", calls::about(id)).member("revision") == "1");
}

TEST_CASE_METHOD(StalenessFixture, "a due record ranks a little lower, and behind nothing worse") {
  const std::string due = write("Ducks are counted daily", "review_by", past);
  const std::string fresh = devbot.write(sample::decision("Ducks are counted weekly"));
  const std::string later_due = write("Ducks are counted hourly", "valid_until", past);
  const std::string vague = devbot.write(sample::decision("Swans are counted"));
  const Ids found = calls::found(devbot, "how are ducks counted");
  REQUIRE(found.size() == 4);
  CHECK(found.front() == fresh);
  CHECK(found.back() == vague);
}

TEST_CASE_METHOD(StalenessFixture, "an update moves the review, and takes validity's end back") {
  const std::string id = write("Ducks are counted", "review_by", past);
  devbot.must("update_record",
              calls::update(id, 1, std::string(R"({"review_by":)") + future + "}"));
  CHECK(calls::remarks(devbot, id).empty());
  devbot.must("update_record",
              calls::update(id, 2, std::string(R"({"valid_until":)") + past + "}"));
  CHECK_THAT(calls::remarks(devbot, id), Contains("was valid until"));
  devbot.must("update_record", calls::update(id, 3, R"({"valid_until":null})"));
  CHECK(calls::remarks(devbot, id).empty());
}
