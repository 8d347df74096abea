// link_records: how two records stand to each other.

#include "calls.hpp"

using Catch::Contains;

namespace {

struct LinkingFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  desk::Desk infrabot = devbot.beside("shop", "infrabot");
  std::string incident = devbot.write(sample::incident("Ducks escaped"));
  std::string decision = devbot.write(sample::decision("Ducks are counted"));

  std::string links(const std::string& id) const {
    const auto answer = devbot.must("get_record", calls::about(id));
    const json::View links = answer.structured().find("links");
    return links.is(json::Kind::absent) ? std::string() : links.dump();
  }

  std::string refusal(const std::string& arguments) const {
    const auto answer = infrabot.call("link_records", arguments);
    REQUIRE(answer.is_error);
    return answer.text;
  }
};

}  // namespace

TEST_CASE_METHOD(LinkingFixture, "a link is seen from both ends, with its note") {
  const std::string arguments =
      sample::with(calls::link(incident, "caused_by", decision), "note", R"("See run 12.")");
  CHECK(infrabot.must("link_records", arguments).member("changed") == "true");
  CHECK(links(incident) == R"([{"relation":"caused_by","to":")" + decision +
                               R"(","title":"Ducks are counted","note":"See run 12."}])");
  CHECK(links(decision) == R"([{"relation":"caused_by","from":")" + incident +
                               R"(","title":"Ducks escaped","note":"See run 12."}])");
}

TEST_CASE_METHOD(LinkingFixture,
                 "linking twice, and taking back twice, changes nothing the second time") {
  const std::string arguments = calls::link(incident, "caused_by", decision);
  const std::string back = calls::unlink(incident, "caused_by", decision);
  CHECK(infrabot.must("link_records", arguments).member("changed") == "true");
  CHECK(infrabot.must("link_records", arguments).member("changed") == "false");
  CHECK(infrabot.must("link_records", back).member("changed") == "true");
  CHECK(infrabot.must("link_records", back).member("changed") == "false");
  CHECK(links(incident).empty());
  CHECK(calls::ids(devbot.must("record_history", calls::about(incident)), "changes", "change") ==
        std::vector<std::string>{"written", "linked", "unlinked"});
}

TEST_CASE_METHOD(LinkingFixture, "relations and directions are links of their own") {
  infrabot.must("link_records", calls::link(incident, "caused_by", decision));
  infrabot.must("link_records", calls::link(incident, "relates_to", decision));
  infrabot.must("link_records", calls::link(decision, "relates_to", incident));
  infrabot.must("link_records", calls::unlink(incident, "relates_to", decision));
  CHECK_THAT(links(incident), Contains("caused_by") && Contains("relates_to"));
}

TEST_CASE_METHOD(LinkingFixture,
                 "a record is linked to another one of its project, by a known relation") {
  const std::string foreign = devbot.beside("blog", "devbot").write(sample::decision("Posts"));
  const std::string nobody = "01938a6e-7c00-7000-8000-000000000000";
  CHECK_THAT(refusal(calls::link(incident, "caused_by", incident)), Contains("itself"));
  CHECK_THAT(refusal(calls::link(incident, "caused_by", foreign)), Contains("project blog"));
  CHECK_THAT(refusal(calls::link(foreign, "caused_by", incident)), Contains("project blog"));
  CHECK_THAT(refusal(calls::link(incident, "caused_by", nobody)), Contains(nobody));
  CHECK_THAT(refusal(calls::link(incident, "blames", decision)), Contains("caused_by"));
  CHECK(links(incident).empty());
}

TEST_CASE_METHOD(LinkingFixture, "links stay when a record is superseded") {
  infrabot.must("link_records", calls::link(incident, "caused_by", decision));
  devbot.must("supersede_record", calls::supersede(decision, sample::decision("Ducks go free")));
  CHECK_THAT(links(incident), Contains(decision));
  infrabot.must("link_records", calls::unlink(incident, "caused_by", decision));
  CHECK(links(incident).empty());
}
