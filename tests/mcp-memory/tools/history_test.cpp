// record_history and memory_status: how a record, and the whole memory, came to be what it is.

#include "calls.hpp"

using Catch::Contains;
using Ids = std::vector<std::string>;

namespace {

struct HistoryFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  desk::Desk infrabot = devbot.beside("shop", "infrabot");

  std::int64_t status(const desk::Desk& desk, const char* member) const {
    return desk.must("memory_status", "{}").structured().find(member).integer();
  }
};

}  // namespace

TEST_CASE_METHOD(HistoryFixture,
                 "the history of a record is everything that happened to it, in order") {
  const std::string id = devbot.write(sample::pattern("Count ducks"));
  const std::string by = devbot.write(sample::pattern("Feed swans"));
  devbot.must("update_record",
              calls::update(id, 1, R"({"problem":"Ducks move.","when_not_to_use":"At night."})"));
  infrabot.must("confirm_record", calls::confirm(id, "failed", "Two ducks were missing."));
  infrabot.must("link_records", calls::link(id, "relates_to", by));
  infrabot.must("supersede_record", calls::supersede_by(id, by));
  const auto history = devbot.must("record_history", calls::about(id));
  CHECK(calls::ids(history, "changes", "change") ==
        Ids{"written", "updated", "confirmed", "linked", "superseded"});
  CHECK(calls::ids(history, "changes", "agent") ==
        Ids{"devbot", "devbot", "infrabot", "infrabot", "infrabot"});
  CHECK(history.member("superseded_by") == by);
  for (const char* word : {"problem, when_not_to_use", "Two ducks were missing.", "It changed."})
    CHECK_THAT(history.text, Contains(word));
  CHECK(history.structured().find("changes").item(1).find("detail").dump() ==
        R"({"fields":["problem","when_not_to_use"]})");
}

TEST_CASE_METHOD(HistoryFixture, "a field that was taken out is one that changed") {
  const std::string id =
      devbot.write(sample::with(sample::pattern("Count ducks"), "tags", R"(["birds"])"));
  devbot.must("update_record", calls::update(id, 1, R"({"tags":null})"));
  const auto history = devbot.must("record_history", calls::about(id));
  CHECK(history.structured().find("changes").item(1).find("detail").dump() ==
        R"({"fields":["tags"]})");
}

TEST_CASE_METHOD(HistoryFixture, "a history is that of one record, in any project that is named") {
  const std::string id = devbot.write(sample::pattern("Count ducks"));
  devbot.write(sample::pattern("Feed swans"));
  CHECK(calls::ids(devbot.must("record_history", calls::about(id)), "changes", "record") ==
        Ids{id});
  const desk::Desk blog = devbot.beside("blog", "devbot");
  const auto refused = blog.call("record_history", calls::about(id));
  CHECK(refused.is_error);
  CHECK_THAT(refused.text, Contains(R"("project": "shop")"));
  blog.must("record_history", sample::with(calls::about(id), "project", R"("shop")"));
}

TEST_CASE_METHOD(HistoryFixture, "an empty memory stands at nothing") {
  for (const char* member : {"superseded", "due", "doubted", "unread"})
    CHECK(status(devbot, member) == 0);
  const auto answer = devbot.must("memory_status", "{}");
  CHECK(answer.member("in_force") == "[]");
  CHECK(answer.member("position") == "after-0");
  CHECK_THAT(
      answer.text,
      Contains("a write is on this machine's disk") && Contains("before it is acknowledged"));
}

TEST_CASE_METHOD(HistoryFixture, "the status counts what is in force by type and status") {
  devbot.write(sample::decision("Ducks are counted"));
  const std::string second = devbot.write(sample::decision("Swans are weighed"));
  const std::string third = devbot.write(sample::decision("Geese are ringed"));
  devbot.write(sample::incident("Ducks escaped"));
  devbot.beside("blog", "devbot").write(sample::decision("Posts are files"));
  devbot.must("supersede_record", calls::supersede_by(second, third));
  const auto answer = devbot.must("memory_status", "{}");
  CHECK(answer.member("in_force") == R"([{"type":"decision","status":"accepted","records":2},)"
                                     R"({"type":"incident","status":"open","records":1}])");
  CHECK(status(devbot, "superseded") == 1);
}

TEST_CASE_METHOD(HistoryFixture,
                 "the status counts what is due, what is in doubt and what is unread") {
  const char* const past = R"("2020-02-03T04:05:06Z")";
  devbot.write(sample::with(sample::decision("Ducks are counted"), "review_by", past));
  devbot.write(sample::with(sample::decision("Swans are weighed"), "valid_until", past));
  const std::string pattern = devbot.write(sample::pattern("Count ducks"));
  const std::string gone =
      devbot.write(sample::with(sample::decision("Geese are ringed"), "review_by", past));
  devbot.must("supersede_record", calls::supersede(gone, sample::decision("Geese go free")));
  infrabot.must("confirm_record", calls::confirm(pattern, "failed"));
  CHECK(status(devbot, "due") == 2);
  CHECK(status(devbot, "doubted") == 1);
  CHECK(status(devbot, "unread") == 1);
  CHECK(status(infrabot, "unread") == 6);
  const std::string position = infrabot.must("changes_since", "{}").member("position");
  infrabot.must("changes_since", R"({"ack":")" + position + "\"}");
  CHECK(status(infrabot, "unread") == 0);
  devbot.beside("shop", "opsbot").must("confirm_record", calls::confirm(pattern, "worked"));
  CHECK(status(devbot, "doubted") == 0);
  CHECK(status(infrabot, "unread") == 1);
}
