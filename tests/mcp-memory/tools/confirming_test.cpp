// confirm_record: what other agents found out about a pattern or runbook.

#include "calls.hpp"

using Catch::Contains;
using Ids = std::vector<std::string>;

namespace {

struct ConfirmingFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  std::string id = devbot.write(sample::pattern("Count ducks with jitter"));

  desk::Answer said(const std::string& agent,
                    const std::string& outcome,
                    const std::string& evidence = "Seen in run 12.") const {
    return devbot.beside("shop", agent)
        .must("confirm_record", calls::confirm(id, outcome, evidence));
  }
};

}  // namespace

TEST_CASE_METHOD(ConfirmingFixture, "the last word of each other agent counts") {
  CHECK(said("infrabot", "failed").member("failed") == "1");
  CHECK(said("opsbot", "worked").member("worked") == "1");
  const auto reply = said("infrabot", "worked");
  CHECK(reply.member("worked") == "2");
  CHECK(reply.member("failed") == "0");
  CHECK(reply.member("counts") == "true");
}

TEST_CASE_METHOD(ConfirmingFixture, "the author's own word is kept and not counted") {
  const auto reply = said("devbot", "worked", "It works for me, run 7.");
  CHECK(reply.member("worked") == "0");
  CHECK(reply.member("counts") == "false");
  CHECK_THAT(reply.text, Contains("not counted"));
  CHECK_THAT(devbot.must("get_record", calls::about(id)).member("confirmations"),
             Contains("It works for me, run 7."));
  CHECK(calls::remarks(devbot, id).empty());
}

TEST_CASE_METHOD(ConfirmingFixture, "what others found is shown wherever the record is read") {
  devbot.must("update_record", calls::update(id, 1, R"({"status":"established"})"));
  said("infrabot", "worked");
  for (const std::string& remarks : calls::remarks_everywhere(devbot, id, "ducks"))
    CHECK_THAT(remarks, Contains("worked for 1"));
  said("opsbot", "failed");
  said("testbot", "failed");
  for (const std::string& remarks : calls::remarks_everywhere(devbot, id, "ducks"))
    CHECK_THAT(remarks, Contains("failed for 2, worked for 1"));
}

TEST_CASE_METHOD(ConfirmingFixture, "the newest five pieces of evidence are shown, newest first") {
  for (int run = 1; run <= 7; ++run)
    said("infrabot", run % 2 == 0 ? "worked" : "failed", "Seen in run " + std::to_string(run));
  const auto answer = devbot.must("get_record", calls::about(id));
  const json::View evidence = answer.structured().find("confirmations");
  REQUIRE(evidence.size() == 5);
  for (std::size_t at = 0; at < 5; ++at) {
    CHECK(evidence.item(at).find("evidence").text() == "Seen in run " + std::to_string(7 - at));
    CHECK(evidence.item(at).find("agent").text() == "infrabot");
    CHECK(evidence.item(at).find("outcome").text() == (at % 2 == 0 ? "failed" : "worked"));
  }
}

TEST_CASE_METHOD(ConfirmingFixture,
                 "what fails ranks below what works, and both below what fits better") {
  INFO("each newer than the one that ranks above it");
  const std::string plain = devbot.write(sample::pattern("Count ducks with patience"));
  const std::string failing = devbot.write(sample::pattern("Count ducks with haste"));
  const std::string vague = devbot.write(sample::pattern("Feed ducks"));
  said("infrabot", "worked");
  said("opsbot", "worked");
  devbot.beside("shop", "infrabot").must("confirm_record", calls::confirm(failing, "failed"));
  CHECK(calls::found(devbot, "how to count ducks") == Ids{id, plain, failing, vague});
}

TEST_CASE_METHOD(ConfirmingFixture, "a candidate that two others confirmed is in the digest") {
  const auto is_in_digest = [&] {
    const std::string digest = devbot.must("brief", "{}").text;
    const std::size_t patterns = digest.find("Established patterns");
    return patterns != std::string::npos && digest.find(id, patterns) != std::string::npos;
  };
  said("devbot", "worked");
  said("infrabot", "worked");
  CHECK_FALSE(is_in_digest());
  said("opsbot", "worked");
  CHECK(is_in_digest());
  said("opsbot", "failed");
  CHECK_FALSE(is_in_digest());
}

TEST_CASE_METHOD(ConfirmingFixture, "only patterns and runbooks in force are confirmed") {
  const desk::Desk infrabot = devbot.beside("shop", "infrabot");
  const std::string runbook = devbot.write(sample::runbook());
  infrabot.must("confirm_record", calls::confirm(runbook, "worked"));
  for (const std::string& record : {sample::decision(), sample::incident()}) {
    const auto refused =
        infrabot.call("confirm_record", calls::confirm(devbot.write(record), "worked"));
    CHECK(refused.is_error);
    CHECK_THAT(refused.text, Contains("patterns and runbooks"));
  }
  devbot.must("supersede_record", calls::supersede_by(id, runbook));
  const auto late = infrabot.call("confirm_record", calls::confirm(id, "worked"));
  CHECK(late.is_error);
  CHECK_THAT(late.text, Contains(runbook));
}

TEST_CASE_METHOD(ConfirmingFixture,
                 "a word without evidence, or with another outcome, is refused") {
  const desk::Desk infrabot = devbot.beside("shop", "infrabot");
  for (const std::string& arguments : {sample::without(calls::confirm(id, "worked"), "evidence"),
                                       calls::confirm(id, "worked", "ok"),
                                       calls::confirm(id, "perhaps")}) {
    CHECK(infrabot.call("confirm_record", arguments).is_error);
  }
  CHECK(devbot.must("get_record", calls::about(id))
            .structured()
            .find("confirmations")
            .is(json::Kind::absent));
}

TEST_CASE_METHOD(ConfirmingFixture, "what is said at once by eight agents is all counted") {
  calls::at_once(8, [&](int number) {
    return devbot.beside("shop", "agent" + std::to_string(number))
        .response("confirm_record", calls::confirm(id, number < 5 ? "worked" : "failed"));
  });
  CHECK(calls::remarks(devbot, id) == R"(["failed for 3, worked for 5"])");
}
