// finish_run: the first outcome counts, and what is said later is kept.

#include "desk.hpp"

using Catch::Contains;
using happenings::run_a;

namespace {

struct FinishRunFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  FinishRunFixture() {
    devbot.must("start_run", desk::of_run(run_a, R"("title":"Mend the build")"));
  }

  desk::Answer finish(const std::string& status, const std::string& outcome) const {
    return devbot.must(
        "finish_run",
        desk::of_run(run_a, R"("status":")" + status + R"(","outcome":")" + outcome + "\""));
  }
};

std::string run_member(const desk::Answer& answer, std::string_view name) {
  const json::View value = answer.structured().find("run").find(name);
  return value.is(json::Kind::text) ? std::string(value.text()) : value.dump();
}

}  // namespace

TEST_CASE_METHOD(FinishRunFixture,
                 "a run ends as its agent says, and saying it again changes nothing") {
  const auto ended = finish("ok", "It is green.");
  CHECK(run_member(ended, "status") == "ok");
  CHECK(run_member(ended, "outcome") == "It is green.");
  CHECK(ended.member("counts") == "true");
  const auto again = finish("ok", "It is green.");
  CHECK(again.member("counts") == "true");
  CHECK(run_member(again, "events") == "2");
  CHECK(run_member(again, "finished_at") == run_member(ended, "finished_at"));
}

TEST_CASE_METHOD(FinishRunFixture,
                 "another outcome later is kept and disputed, and the first one counts") {
  finish("ok", "It is green.");
  const auto later = finish("failed", "It is red.");
  CHECK(later.member("counts") == "false");
  CHECK_THAT(later.text, Contains("disputed"));
  CHECK(run_member(later, "status") == "ok");
  CHECK(run_member(later, "outcome_disputed") == "true");
  const auto timeline = devbot.must("get_timeline", desk::of_run(run_a));
  CHECK_THAT(timeline.text, Contains("It is green.") && Contains("It is red."));
  // Whoever said the outcome that counts is told that it does, whatever was said in between.
  CHECK(finish("ok", "It is green.").member("counts") == "true");
}

TEST_CASE_METHOD(FinishRunFixture, "the same status with another outcome does not count") {
  finish("ok", "It is green.");
  CHECK(finish("ok", "It is greener.").member("counts") == "false");
}

TEST_CASE_METHOD(FinishRunFixture,
                 "an outcome with a secret counts all the same, without the secret") {
  const std::string secret = std::string("ghp_") + "0123456789abcdefghijABCDEFGHIJ012345";
  const auto ended = finish("ok", "The token was " + secret);
  CHECK(ended.member("counts") == "true");
  CHECK_THAT(ended.text, !Contains(secret));
}

TEST_CASE_METHOD(FinishRunFixture, "what happens after the end is on the timeline, and late") {
  finish("cancelled", "Not needed any more.");
  devbot.must("log_event", desk::of_run(run_a, R"("title":"One thing more")"));
  const auto answer = devbot.must("get_timeline", desk::of_run(run_a));
  const json::View entries = answer.list("entries");
  const json::View last = entries.item(entries.size() - 1);
  CHECK(last.find("title").text() == "One thing more");
  CHECK(last.find("late").boolean());
}

TEST_CASE_METHOD(FinishRunFixture, "the end of a session is no end that later work comes after") {
  auto hint = happenings::finish(run_a, 60'000, {.outcome = "session ended: other", .hint = true});
  hint.source = runlog::Source::hook;
  devbot.deliver({hint});
  devbot.deliver({happenings::of_run(run_a, happenings::note("goes on", 120'000))});
  const auto timeline = devbot.must("get_timeline", desk::of_run(run_a));
  CHECK_THAT(timeline.text, Contains("goes on") && !Contains("after the finish"));
  CHECK(run_member(devbot.must("run_summary", desk::of_run(run_a)), "status") == "open");
}

TEST_CASE_METHOD(FinishRunFixture, "a run that nobody knows is not ended but asked for") {
  CHECK_THAT(devbot.refused("finish_run",
                            desk::of_run(happenings::run_b, R"("status":"ok","outcome":"Done.")")),
             Contains("nothing is known of run") && Contains("list_runs"));
}
