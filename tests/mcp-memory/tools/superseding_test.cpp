// supersede_record: one record takes the place of another, once.

#include <algorithm>

#include "calls.hpp"

using Catch::Contains;

namespace {

struct SupersedingFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  desk::Desk infrabot = devbot.beside("shop", "infrabot");
  std::string older = devbot.write(sample::decision("Orders are kept in PostgreSQL"));
  std::string newer = devbot.write(sample::decision("Carts live inside CockroachDB"));

  std::string refusal(const std::string& arguments) const {
    const auto answer = infrabot.call("supersede_record", arguments);
    REQUIRE(answer.is_error);
    return answer.text;
  }

  bool is_in_force(const std::string& id) const {
    const auto answer = devbot.must("get_record", calls::about(id));
    return answer.structured().find("superseded_by").is(json::Kind::absent);
  }

  std::size_t listed() const {
    return calls::ids(devbot.must("read_records", R"({"include_superseded":true})")).size();
  }
};

}  // namespace

TEST_CASE_METHOD(SupersedingFixture,
                 "a new record takes the place of one that somebody else wrote") {
  const auto reply = infrabot.must(
      "supersede_record", calls::supersede(older, sample::decision("Orders move to a ledger")));
  const std::string by = reply.member("id");
  CHECK(reply.member("created") == "true");
  CHECK(reply.member("agent") == "infrabot");
  const auto old = devbot.must("get_record", calls::about(older));
  CHECK(old.member("superseded_by") == by);
  CHECK_THAT(old.member("remarks"), Contains("superseded by " + by));
  CHECK(devbot.must("get_record", calls::about(by)).member("supersedes") == "[\"" + older + "\"]");
  CHECK(calls::ids(devbot.must("read_records", "{}")) == std::vector<std::string>{by, newer});
}

TEST_CASE_METHOD(SupersedingFixture,
                 "a record that exists takes the place of another, and again the same") {
  for (const char* round : {"first", "repeated"}) {
    INFO(round);
    const auto reply = infrabot.must("supersede_record", calls::supersede_by(older, newer));
    CHECK(reply.member("id") == newer);
    CHECK(reply.member("created") == "false");
  }
  CHECK_FALSE(is_in_force(older));
  CHECK(calls::ids(devbot.must("record_history", calls::about(older)), "changes", "change") ==
        std::vector<std::string>{"written", "superseded"});
}

TEST_CASE_METHOD(SupersedingFixture,
                 "the reply tells the revision and the author of what takes the place") {
  devbot.must("update_record", calls::update(newer, 1, R"({"context":"Carts grew."})"));
  const auto reply = infrabot.must("supersede_record", calls::supersede_by(older, newer));
  CHECK(reply.member("revision") == "2");
  CHECK(reply.member("agent") == "devbot");
}

TEST_CASE_METHOD(SupersedingFixture,
                 "either a new record or one that exists, not both and not neither") {
  const std::string both = sample::with(
      calls::supersede_by(older, newer), "record", sample::decision("Orders move to a ledger"));
  CHECK_THAT(refusal(both), Contains("either record"));
  CHECK_THAT(refusal(sample::without(calls::supersede_by(older, newer), "by")),
             Contains("either record"));
  CHECK(is_in_force(older));
  CHECK(listed() == 2);
}

TEST_CASE_METHOD(SupersedingFixture, "a record that breaks a rule leaves the old one in force") {
  const std::string text =
      refusal(calls::supersede(older, sample::without(sample::decision("A ledger"), "rationale")));
  CHECK_THAT(text, Contains("/record/rationale"));
  CHECK(is_in_force(older));
  CHECK(listed() == 2);
}

TEST_CASE_METHOD(SupersedingFixture,
                 "a new record that says what another says is not written twice") {
  const std::string text =
      refusal(calls::supersede(older, sample::decision("Carts live inside CockroachDB")));
  CHECK_THAT(text, Contains(newer) && Contains("\"by\""));
  CHECK(is_in_force(older));
}

TEST_CASE_METHOD(SupersedingFixture, "a record cannot take its own place, nor that of nothing") {
  CHECK_THAT(refusal(calls::supersede_by(older, older)), Contains("its own place"));
  const std::string nobody = "01938a6e-7c00-7000-8000-000000000000";
  CHECK_THAT(refusal(calls::supersede_by(nobody, newer)), Contains(nobody));
  CHECK_THAT(refusal(calls::supersede_by(older, nobody)), Contains(nobody));
  CHECK(is_in_force(older));
}

TEST_CASE_METHOD(SupersedingFixture, "records of two projects never take each other's place") {
  const desk::Desk blog = devbot.beside("blog", "devbot");
  const std::string foreign = blog.write(sample::decision("Posts are files"));
  CHECK_THAT(refusal(calls::supersede_by(older, foreign)), Contains("project blog"));
  CHECK_THAT(refusal(calls::supersede(foreign, sample::decision("Posts are rows"))),
             Contains("project blog"));
  CHECK(is_in_force(older));
  CHECK(calls::ids(blog.must("read_records", "{}")) == std::vector<std::string>{foreign});
}

TEST_CASE_METHOD(SupersedingFixture,
                 "of eight who replace one record at once, one wins and seven learn which") {
  const auto answers = calls::at_once(8, [&](int number) {
    const std::string title = "Ledger number " + std::to_string(number);
    return infrabot.response("supersede_record", calls::supersede(older, sample::decision(title)));
  });
  const std::string winner = devbot.must("get_record", calls::about(older)).member("superseded_by");
  const auto won = std::count_if(answers.begin(), answers.end(), [&](const desk::Answer& answer) {
    return !answer.is_error && answer.member("id") == winner;
  });
  const auto lost = std::count_if(answers.begin(), answers.end(), [&](const desk::Answer& answer) {
    return answer.is_error && answer.text.find("superseded by " + winner) != std::string::npos;
  });
  CHECK(won == 1);
  CHECK(lost == 7);
  CHECK(listed() == 3);
}

TEST_CASE_METHOD(SupersedingFixture,
                 "what was superseded can be said anew, as a record of its own") {
  infrabot.must("supersede_record", calls::supersede_by(older, newer));
  const auto again = devbot.must("write_record", sample::decision("Orders are kept in PostgreSQL"));
  CHECK(again.member("created") == "true");
  CHECK(again.member("id") != older);
  CHECK(calls::ids(devbot.must("read_records", "{}")) ==
        std::vector<std::string>{again.member("id"), newer});
}
