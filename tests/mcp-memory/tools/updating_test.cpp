// update_record: who may change what, and what becomes of two who try.

#include <algorithm>

#include "calls.hpp"

using Catch::Contains;

namespace {

struct UpdatingFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  desk::Desk infrabot = devbot.beside("shop", "infrabot");
  std::string id = devbot.write(sample::incident("Checkout failed"));

  std::string refusal(const std::string& set_json, int revision = 1) const {
    const auto answer = devbot.call("update_record", calls::update(id, revision, set_json));
    REQUIRE(answer.is_error);
    return answer.text;
  }

  desk::Answer updated(const std::string& set_json, int revision) const {
    return devbot.must("update_record", calls::update(id, revision, set_json));
  }
};

}  // namespace

TEST_CASE_METHOD(UpdatingFixture, "an update changes what it names, keeps the rest and counts") {
  const auto reply = updated(R"({"impact":"40% of checkouts failed."})", 1);
  CHECK(reply.member("id") == id);
  CHECK(reply.member("revision") == "2");
  CHECK(reply.member("created") == "true");
  const auto now = devbot.must("get_record", calls::about(id));
  CHECK(now.member("impact") == "40% of checkouts failed.");
  CHECK(now.member("severity") == "sev2");
  CHECK(now.member("title") == "Checkout failed");
  CHECK(now.member("revision") == "2");
  CHECK(now.member("agent") == "devbot");
}

TEST_CASE_METHOD(UpdatingFixture,
                 "only its author updates a record; others are told what they can do") {
  const auto refused =
      infrabot.call("update_record", calls::update(id, 1, R"({"impact":"None."})"));
  CHECK(refused.is_error);
  for (const char* word : {"devbot", "supersede_record", "confirm_record", "link_records"})
    CHECK_THAT(refused.text, Contains(word));
  CHECK(devbot.must("get_record", calls::about(id)).member("revision") == "1");
}

TEST_CASE_METHOD(UpdatingFixture, "an update of a revision that is past says what to do") {
  updated(R"({"impact":"40%."})", 1);
  const std::string text = refusal(R"({"impact":"50%."})", 1);
  CHECK_THAT(text, Contains("revision 2") && Contains("get_record"));
  CHECK(devbot.must("get_record", calls::about(id)).member("impact") == "40%.");
  updated(R"({"impact":"50%."})", 2);
}

TEST_CASE_METHOD(UpdatingFixture, "of eight updates of one revision exactly one wins") {
  const auto answers = calls::at_once(8, [&](int number) {
    const std::string set = R"({"impact":"As seen by )" + std::to_string(number) + ".\"}";
    return devbot.response("update_record", calls::update(id, 1, set));
  });
  const auto refused =
      std::count_if(answers.begin(), answers.end(), [](const desk::Answer& answer) {
        return answer.is_error && answer.text.find("has revision 2, not 1") != std::string::npos;
      });
  const auto won = std::find_if(
      answers.begin(), answers.end(), [](const desk::Answer& answer) { return !answer.is_error; });
  CHECK(refused == 7);
  REQUIRE(won != answers.end());
  CHECK(won->member("revision") == "2");
  const auto now = devbot.must("get_record", calls::about(id));
  CHECK(now.member("revision") == "2");
  CHECK(now.member("impact") == "As seen by " + std::to_string(won - answers.begin()) + ".");
}

TEST_CASE_METHOD(UpdatingFixture, "null takes a field out") {
  updated(R"({"symptoms":["FATAL: no slots"],"root_cause":"Too few slots."})", 1);
  updated(R"({"symptoms":null})", 2);
  const auto now = devbot.must("get_record", calls::about(id));
  CHECK(now.structured().find("symptoms").is(json::Kind::absent));
  CHECK(now.member("root_cause") == "Too few slots.");
}

TEST_CASE_METHOD(UpdatingFixture, "an update obeys the rules of its type") {
  CHECK_THAT(refusal(R"({"bogus":1})"), Contains("/set/bogus"));
  CHECK_THAT(refusal(R"({"rationale":"Because."})"), Contains("/set/rationale"));
  CHECK_THAT(refusal(R"({"severity":null})"), Contains("/set/severity"));
  CHECK_THAT(refusal(R"({"severity":"sev9"})"), Contains("/set/severity") && Contains("sev4"));
  CHECK_THAT(refusal(R"({"title":"no"})"), Contains("/set/title"));
  CHECK_THAT(refusal(R"({"type":"decision"})"), Contains("/set/type") && Contains("supersede"));
  CHECK_THAT(refusal(R"({"status":"resolved"})"), Contains("/set/resolution"));
  updated(R"({"status":"resolved","resolution":"Rolled back.","type":"incident"})", 1);
  CHECK_THAT(refusal(R"({"resolution":null})", 2), Contains("/set/resolution"));
  updated(R"({"status":"open","resolution":null})", 2);
}

TEST_CASE_METHOD(UpdatingFixture,
                 "an update that changes nothing gives the revision that is there") {
  for (const char* set : {"{}", R"({"severity":"sev2"})", R"({"branch":null})"}) {
    const auto reply = updated(set, 1);
    CHECK(reply.member("created") == "false");
    CHECK(reply.member("revision") == "1");
    CHECK_THAT(reply.text, Contains("Nothing was changed"));
  }
  updated(R"({"impact":"40%."})", 1);
  INFO("the same again, as after a lost reply");
  CHECK(updated(R"({"impact":"40%."})", 1).member("revision") == "2");
  CHECK(calls::ids(devbot.must("record_history", calls::about(id)), "changes", "change") ==
        std::vector<std::string>{"written", "updated"});
}

TEST_CASE_METHOD(UpdatingFixture, "no update makes a record say what another one says already") {
  const std::string other = devbot.write(sample::incident("Search failed"));
  const std::string text = refusal(R"({"title":"Search failed"})");
  CHECK_THAT(text, Contains(other) && Contains("supersede"));
  CHECK(devbot.must("get_record", calls::about(id)).member("title") == "Checkout failed");
}

TEST_CASE_METHOD(UpdatingFixture, "an update of what was superseded names what took its place") {
  const std::string by =
      infrabot.must("supersede_record", calls::supersede(id, sample::incident("Payment failed")))
          .member("id");
  CHECK_THAT(refusal(R"({"impact":"40%."})"), Contains(by));
}

TEST_CASE_METHOD(UpdatingFixture,
                 "an updated record is found by its new words and no longer by the old") {
  updated(R"({"title":"Marmalade spilled","symptoms":["ERR_QUINCE_17 in tray"]})", 1);
  CHECK(calls::found(devbot, "marmalade") == std::vector<std::string>{id});
  updated(R"({"title":"Honey spilled","symptoms":["ERR_FIG_18 in tray"]})", 2);
  CHECK(calls::found(devbot, "honey") == std::vector<std::string>{id});
  CHECK(calls::found(devbot, "ERR_FIG") == std::vector<std::string>{id});
  CHECK(calls::found(devbot, "marmalade").empty());
  CHECK(calls::found(devbot, "QUINCE_17").empty());
}

TEST_CASE_METHOD(UpdatingFixture, "records of nobody and of other projects cannot be updated") {
  const desk::Desk blog = devbot.beside("blog", "devbot");
  const auto elsewhere = blog.call("update_record", calls::update(id, 1, R"({"impact":"x"})"));
  CHECK(elsewhere.is_error);
  CHECK_THAT(elsewhere.text, Contains("project shop"));
  const std::string nobody = "01938a6e-7c00-7000-8000-000000000000";
  CHECK(devbot.call("update_record", calls::update(nobody, 1, "{}")).is_error);
}
