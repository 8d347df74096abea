// start_run: one run for one piece of work, however often and by however many it is begun.

#include <barrier>
#include <set>
#include <thread>

#include "base/uuid.hpp"
#include "desk.hpp"

using Catch::Contains;
using happenings::run_a;
using happenings::run_b;

namespace {

struct StartRunFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  std::string run_of_trigger(const std::string& key) const {
    return devbot.must("start_run", R"({"title":"Answer","trigger_key":")" + key + "\"}")
        .member("run_id");
  }
};

}  // namespace

TEST_CASE_METHOD(StartRunFixture, "a run that is begun has an id, a trace and its agent") {
  const auto begun = devbot.must("start_run", R"({"title":"Mend the build"})");
  CHECK(base::is_uuid(begun.member("run_id")));
  CHECK(begun.member("created") == "true");
  CHECK_THAT(begun.member("traceparent"), Catch::StartsWith("00-"));
  CHECK_THAT(begun.text, Contains("RUN_ID=" + begun.member("run_id")));
  const auto answer = devbot.must("list_runs", "{}");
  const json::View runs = answer.list("runs");
  REQUIRE(runs.size() == 1);
  CHECK(runs.item(0).find("title").text() == "Mend the build");
  CHECK(runs.item(0).find("agent").text() == "devbot");
  CHECK(runs.item(0).find("status").text() == "open");
}

TEST_CASE_METHOD(StartRunFixture, "the same run_id is begun once, in either case") {
  const std::string upper = R"({"title":"x","run_id":"0199C0DE-0000-7000-8000-00000000000A"})";
  CHECK(devbot.must("start_run", upper).member("created") == "true");
  const auto again = devbot.must("start_run", desk::of_run(run_a, R"("title":"y")"));
  CHECK(again.member("created") == "false");
  CHECK(again.member("run_id") == run_a);
  const auto run = devbot.must("run_summary", desk::of_run(run_a));
  CHECK(run.structured().find("run").find("title").text() == "x");
  CHECK(run.structured().find("run").find("events").integer() == 1);
}

TEST_CASE_METHOD(StartRunFixture, "one trigger begins one run, and another one another") {
  const std::string first = run_of_trigger("!room:$event1");
  CHECK(run_of_trigger("!room:$event1") == first);
  CHECK(run_of_trigger("!room:$event2") != first);
  const desk::Desk infrabot = devbot.beside("infrabot");
  CHECK(infrabot.must("start_run", R"({"title":"Me too","trigger_key":"!room:$event1"})")
            .member("run_id") == first);
}

TEST_CASE_METHOD(StartRunFixture, "sixteen that are woken by one message at once begin one run") {
  constexpr int count = 16;
  std::barrier together(count);
  std::vector<std::string> responses(count);
  {
    std::vector<std::jthread> threads;
    for (int at = 0; at < count; ++at) {
      threads.emplace_back([&, at] {
        together.arrive_and_wait();
        responses[static_cast<std::size_t>(at)] =
            devbot.response("start_run", R"({"title":"Woken","trigger_key":"!room:$once"})");
      });
    }
  }
  std::set<std::string> ids;
  int created = 0;
  for (const std::string& response : responses) {
    const auto answer = devbot.answer_of("start_run", response);
    REQUIRE_FALSE(answer.is_error);
    ids.insert(answer.member("run_id"));
    created += answer.member("created") == "true" ? 1 : 0;
  }
  CHECK(ids.size() == 1);
  CHECK(created == 1);
  CHECK(devbot.must("list_runs", "{}").list("runs").size() == 1);
}

TEST_CASE_METHOD(StartRunFixture, "a part names its whole, and the whole its parts") {
  devbot.must("start_run", desk::of_run(run_a, R"("title":"Whole")"));
  devbot.must(
      "start_run",
      desk::of_run(run_b,
                   R"("title":"Part","parent_run_id":"0199C0DE-0000-7000-8000-00000000000A")"));
  const auto answer_of_whole = devbot.must("run_summary", desk::of_run(run_a));
  const json::View whole = answer_of_whole.structured().find("run");
  CHECK(whole.find("child_run_ids").item(0).text() == run_b);
  const auto parts =
      devbot.must("list_runs", R"({"parent_run_id":"0199C0DE-0000-7000-8000-00000000000A"})");
  CHECK(parts.each("runs", "run_id") == std::vector<std::string>{run_b});
}

TEST_CASE_METHOD(StartRunFixture,
                 "a session that is named works for the run from its beginning on") {
  devbot.deliver({happenings::of_session(
      happenings::session,
      "",
      happenings::event(runlog::Source::hook, "early", runlog::Kind::session, 0))});
  devbot.must(
      "start_run",
      desk::of_run(run_a,
                   R"("title":"Bound","session_id":")" + std::string(happenings::session) + "\""));
  const auto timeline = devbot.must("get_timeline", desk::of_run(run_a));
  CHECK_THAT(timeline.text, Contains("early"));
  CHECK(devbot.must("list_runs", "{}").list("runs").size() == 1);
}

TEST_CASE_METHOD(StartRunFixture, "a deleted run does not begin again") {
  devbot.must("start_run", desk::of_run(run_a, R"("title":"Private")"));
  REQUIRE(
      devbot.store().delete_run({}, {run_a, "devbot", "It named a person.", happenings::at(0)}));
  CHECK_THAT(devbot.refused("start_run", desk::of_run(run_a, R"("title":"Private")")),
             Contains("was deleted") && Contains("leave run_id out"));
}
