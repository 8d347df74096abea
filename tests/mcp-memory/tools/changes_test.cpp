// changes_since: a place that the server keeps for each agent, and that only the agent moves.

#include "calls.hpp"

using Catch::Contains;
using Ids = std::vector<std::string>;

namespace {

struct ChangesFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  desk::Desk infrabot = devbot.beside("shop", "infrabot");

  static Ids records(const desk::Answer& answer) { return calls::ids(answer, "changes", "record"); }

  static std::string ack(const std::string& position) { return R"({"ack":")" + position + "\"}"; }
};

}  // namespace

TEST_CASE_METHOD(ChangesFixture, "changes stay new until they are acknowledged") {
  const std::string id = devbot.write(sample::pattern("Count ducks"));
  for (const char* round : {"first", "second"}) {
    INFO(round);
    CHECK(records(infrabot.must("changes_since", "{}")) == Ids{id});
  }
  const std::string position = infrabot.must("changes_since", "{}").member("position");
  CHECK(records(infrabot.must("changes_since", ack(position))).empty());
  const std::string second = devbot.write(sample::pattern("Feed swans"));
  CHECK(records(infrabot.must("changes_since", "{}")) == Ids{second});
}

TEST_CASE_METHOD(ChangesFixture, "each kind of change is told with who, what and why") {
  const std::string id = devbot.write(sample::pattern("Count ducks"));
  const std::string by = devbot.write(sample::pattern("Feed swans"));
  devbot.must("update_record", calls::update(id, 1, R"({"problem":"Ducks move."})"));
  devbot.must("link_records", calls::link(id, "relates_to", by));
  devbot.must("link_records", calls::unlink(id, "relates_to", by));
  devbot.must("confirm_record", calls::confirm(id, "worked", "All ducks were there."));
  devbot.must("supersede_record", calls::supersede_by(id, by));
  const auto answer = infrabot.must("changes_since", "{}");
  CHECK(calls::ids(answer, "changes", "change") ==
        Ids{"written", "written", "updated", "linked", "unlinked", "confirmed", "superseded"});
  for (const char* word :
       {"devbot", "Count ducks", "problem", "All ducks were there.", "It changed."})
    CHECK_THAT(answer.text, Contains(word));
  CHECK(answer.member("more") == "false");
}

TEST_CASE_METHOD(ChangesFixture, "each agent has its own place, in each project") {
  const desk::Desk opsbot = devbot.beside("shop", "opsbot");
  const std::string id = devbot.write(sample::decision("Ducks are counted"));
  infrabot.must("changes_since", ack(infrabot.must("changes_since", "{}").member("position")));
  CHECK(records(infrabot.must("changes_since", "{}")).empty());
  CHECK(records(opsbot.must("changes_since", "{}")) == Ids{id});
  const std::string other =
      devbot.beside("blog", "devbot").write(sample::decision("Posts are files"));
  CHECK(records(infrabot.must("changes_since", "{}")).empty());
  CHECK(records(devbot.beside("blog", "infrabot").must("changes_since", "{}")) == Ids{other});
}

TEST_CASE_METHOD(ChangesFixture,
                 "the place moves forward, never back and never past what happened") {
  devbot.write(sample::decision("Ducks are counted"));
  const std::string early = infrabot.must("changes_since", "{}").member("position");
  const std::string second = devbot.write(sample::decision("Swans are weighed"));
  const std::string late = infrabot.must("changes_since", "{}").member("position");
  infrabot.must("changes_since", ack(late));
  CHECK(records(infrabot.must("changes_since", ack(early))).empty());
  const auto refused = infrabot.call("changes_since", ack("after-99999"));
  CHECK(refused.is_error);
  CHECK_THAT(refused.text, Contains("after-99999") && Contains(late));
  const std::string third = devbot.write(sample::decision("Geese are ringed"));
  CHECK(records(infrabot.must("changes_since", "{}")) == Ids{third});
  CHECK(infrabot.call("changes_since", ack("yesterday")).is_error);
}

TEST_CASE_METHOD(ChangesFixture, "looking from elsewhere leaves the place where it is") {
  const std::string first = devbot.write(sample::decision("Ducks are counted"));
  const std::string between = infrabot.must("changes_since", "{}").member("position");
  const std::string second = devbot.write(sample::decision("Swans are weighed"));
  const std::string since = R"({"since":")" + between + "\"}";
  CHECK(records(infrabot.must("changes_since", since)) == Ids{second});
  CHECK(records(infrabot.must("changes_since", "{}")) == Ids{first, second});
  CHECK(records(infrabot.must("changes_since", R"({"since":"after-0"})")) == Ids{first, second});
}

TEST_CASE_METHOD(ChangesFixture, "an agent's own changes are left out unless it asks for them") {
  const std::string own = infrabot.write(sample::decision("Ducks are counted"));
  const std::string other = devbot.write(sample::decision("Swans are weighed"));
  CHECK(records(infrabot.must("changes_since", "{}")) == Ids{other});
  CHECK(records(infrabot.must("changes_since", R"({"own":true})")) == Ids{own, other});
}

TEST_CASE_METHOD(ChangesFixture, "an agent with nothing new but its own changes is up to date") {
  infrabot.write(sample::decision("Ducks are counted"));
  const auto answer = infrabot.must("changes_since", "{}");
  CHECK_THAT(answer.text, Contains("Nothing new"));
  const std::string own = sample::with(ack(answer.member("position")), "own", "true");
  CHECK(records(infrabot.must("changes_since", own)).empty());
}
