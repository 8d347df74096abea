// as_of and revision: the memory as it was.

#include "calls.hpp"

using Catch::Contains;
using Ids = std::vector<std::string>;

namespace {

/// A record that says three things one after the other, then goes; a time between any two.
struct PastFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  std::string before = calls::moment(devbot);
  std::string id = devbot.write(sample::decision("Ducks are counted"));
  std::string as_first = calls::moment(devbot);
  std::string as_second = revised(1, R"({"title":"Swans are weighed","tags":["large"]})");
  std::string as_third = revised(2, R"({"title":"Geese are ringed","status":"proposed"})");
  std::string successor =
      devbot.must("supersede_record", calls::supersede(id, sample::decision("Herons are filmed")))
          .member("id");
  std::string after = calls::moment(devbot);

  std::string revised(int revision, const std::string& set) const {
    devbot.must("update_record", calls::update(id, revision, set));
    return calls::moment(devbot);
  }

  desk::Answer got(const std::string& member, const std::string& value_json) const {
    return devbot.must("get_record", sample::with(calls::about(id), member, value_json));
  }

  std::string title_as_of(const std::string& moment) const {
    return got("as_of", json::quoted(moment)).member("title");
  }

  Ids listed(const std::string& moment, const std::string& more = "{}") const {
    return calls::ids(
        devbot.must("read_records", sample::with(more, "as_of", json::quoted(moment))));
  }
};

}  // namespace

TEST_CASE_METHOD(PastFixture, "a record is read as it was at a time, and by revision") {
  CHECK(title_as_of(as_first) == "Ducks are counted");
  CHECK(title_as_of(as_second) == "Swans are weighed");
  CHECK(title_as_of(as_third) == "Geese are ringed");
  CHECK(title_as_of(after) == "Geese are ringed");
  const char* const titles[] = {"Ducks are counted", "Swans are weighed", "Geese are ringed"};
  for (int revision = 1; revision <= 3; ++revision)
    CHECK(got("revision", std::to_string(revision)).member("title") == titles[revision - 1]);
}

TEST_CASE_METHOD(PastFixture, "a past revision says what it is, and which one is current") {
  const auto first = got("revision", "1");
  CHECK(first.member("revision") == "1");
  CHECK(first.member("current_revision") == "3");
  CHECK(first.member("status") == "accepted");
  CHECK(first.structured().find("tags").is(json::Kind::absent));
  const auto current = devbot.must("get_record", calls::about(id));
  CHECK(current.member("revision") == "3");
  CHECK(current.structured().find("current_revision").is(json::Kind::absent));
}

TEST_CASE_METHOD(PastFixture, "what never was is told with what there is") {
  const auto revision = devbot.call("get_record", sample::with(calls::about(id), "revision", "4"));
  CHECK(revision.is_error);
  CHECK_THAT(revision.text, Contains("revisions 1 to 3, not 4"));
  const auto early =
      devbot.call("get_record", sample::with(calls::about(id), "as_of", json::quoted(before)));
  CHECK(early.is_error);
  CHECK_THAT(early.text, Contains("did not exist") && Contains("record_history"));
}

TEST_CASE_METHOD(PastFixture, "a list shows the records in force at a time, as they were") {
  CHECK(listed(before).empty());
  CHECK(listed(as_first) == Ids{id});
  CHECK(listed(as_third) == Ids{id});
  CHECK(listed(after) == Ids{successor});
  CHECK(listed(after, R"({"include_superseded":true})") == Ids{successor, id});
  const auto list =
      devbot.must("read_records", sample::with("{}", "as_of", json::quoted(as_second)));
  const json::View records = list.structured().find("records");
  REQUIRE(records.size() == 1);
  CHECK(records.item(0).find("title").text() == "Swans are weighed");
}

TEST_CASE_METHOD(PastFixture, "filters look at the record as it was") {
  CHECK(listed(as_first, R"({"tag":"large"})").empty());
  CHECK(listed(as_second, R"({"tag":"large"})") == Ids{id});
  CHECK(listed(as_second, R"({"status":"accepted"})") == Ids{id});
  CHECK(listed(as_third, R"({"status":"accepted"})").empty());
  CHECK(listed(as_third, R"({"status":"proposed"})") == Ids{id});
}

TEST_CASE_METHOD(PastFixture, "words of a past revision are found only as of then") {
  CHECK(calls::found_as_of(devbot, "ducks", before).empty());
  CHECK(calls::found_as_of(devbot, "ducks", as_first) == Ids{id});
  CHECK(calls::found_as_of(devbot, "ducks", as_second).empty());
  CHECK(calls::found_as_of(devbot, "swans", as_first).empty());
  CHECK(calls::found_as_of(devbot, "swans", as_second) == Ids{id});
  CHECK(calls::found_as_of(devbot, "swans", as_third).empty());
  CHECK(calls::found_as_of(devbot, "geese", as_third) == Ids{id});
  CHECK(calls::found_as_of(devbot, "herons", as_third).empty());
}

TEST_CASE_METHOD(PastFixture, "search leads to the successor only once there is one") {
  CHECK(calls::found_as_of(devbot, "geese", as_third) == Ids{id});
  CHECK(calls::found_as_of(devbot, "geese", after) == Ids{successor});
  CHECK(calls::found(devbot, "geese") == Ids{successor});
  CHECK(calls::found(devbot, "ducks").empty());
}

TEST_CASE_METHOD(PastFixture, "search follows a chain no further than it went at the time") {
  const std::string next = devbot.write(sample::decision("Cranes are painted"));
  const std::string last = devbot.write(sample::decision("Storks are photographed"));
  devbot.must("supersede_record", calls::supersede_by(successor, next));
  const std::string in_between = calls::moment(devbot);
  devbot.must("supersede_record", calls::supersede_by(next, last));
  CHECK(calls::found_as_of(devbot, "herons", after) == Ids{successor});
  CHECK(calls::found_as_of(devbot, "herons", in_between) == Ids{next});
  CHECK(calls::found(devbot, "herons") == Ids{last});
}

TEST_CASE_METHOD(PastFixture, "a time can be a span back from now") {
  CHECK(listed("1s") == Ids{successor});
  CHECK(listed("7d").empty());
  for (const char* moment : {"yesterday", "after-3", "2026-11-22"}) {
    INFO(moment);
    const auto refused =
        devbot.call("read_records", sample::with("{}", "as_of", json::quoted(moment)));
    CHECK(refused.is_error == (std::string_view(moment) != "2026-11-22"));
  }
}
