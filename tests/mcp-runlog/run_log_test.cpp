// RunLog: what is delivered is redacted, stored and seen by the next reader; runs fall silent.

#include "mcp-runlog/run_log.hpp"

#include <barrier>
#include <thread>

#include "desk.hpp"
#include "mcp-runlog/spool/spool.hpp"

using Catch::Contains;
using happenings::run_a;
using runlog::Kind;
using runlog::Source;
using std::chrono::hours;

namespace {

struct World {
  support::TemporaryDirectory home;
  desk::Ticking ticking;
  desk::Desk devbot{home.path(), "devbot", ticking};

  runlog::Run run(const std::string& run_id = run_a) const {
    const auto run = devbot.store().run({}, run_id);
    INFO((run ? "" : run.error().message));
    REQUIRE(run);
    return *run;
  }

  std::vector<runlog::Event> events(const std::string& run_id = run_a) const {
    auto events = devbot.store().events_of({}, run_id, runlog::Bodies::all);
    REQUIRE(events);
    return *events;
  }
};

const std::string secret = std::string("ghp_") + "0123456789abcdefghijABCDEFGHIJ012345";

}  // namespace

TEST_CASE_METHOD(World, "what is taken is redacted before it is stored") {
  runlog::Event event = happenings::of_run(run_a, happenings::note("The token " + secret, 0));
  event.body_json = R"({"password":"hunter2","text":")" + secret + "\"}";
  CHECK(devbot.deliver({event}).added == 1);
  const auto stored = events();
  REQUIRE(stored.size() == 1);
  CHECK_THAT(stored[0].title, !Contains(secret));
  CHECK_THAT(stored[0].body_json, !Contains(secret) && !Contains("hunter2"));
  CHECK(stored[0].redactions >= 3);
}

TEST_CASE_METHOD(World, "what was spooled is there for the next reader and the next writer") {
  runlog::Spool spool(home.path());
  const runlog::Event event = happenings::of_run(run_a, happenings::note("From a hook", 0));
  REQUIRE(spool.append({&event, 1}));
  const auto waiting = devbot.run_log().spooled_bytes();
  REQUIRE(waiting);
  CHECK(*waiting > 0);
  CHECK(events().size() == 1);
  CHECK(*devbot.run_log().spooled_bytes() == 0);
  const runlog::Event second = happenings::of_run(run_a, happenings::note("Another", 0));
  REQUIRE(spool.append({&second, 1}));
  devbot.deliver({happenings::of_run(run_a, happenings::note("A third", 0))});
  CHECK(*devbot.run_log().spooled_bytes() == 0);
}

TEST_CASE_METHOD(World, "a run that is silent for a day is over, and open again when it goes on") {
  devbot.deliver({happenings::start(run_a, 0)});
  CHECK(run().status == runlog::Status::open);
  ticking.go_on(hours(23));
  CHECK(run().status == runlog::Status::open);
  ticking.go_on(hours(2));
  const runlog::Run silent = run();
  CHECK(silent.status == runlog::Status::timeout);
  CHECK(silent.finished_at == happenings::at(0));
  CHECK(silent.outcome == "nothing was heard of it any more");
  devbot.deliver({happenings::of_run(run_a, happenings::note("Still here", 90'000'000))});
  CHECK(run().status == runlog::Status::open);
  CHECK(events().size() == 2);  // of the silence nothing is left
  ticking.go_on(hours(48));
  CHECK(run().status == runlog::Status::timeout);
  devbot.deliver({happenings::finish(run_a, 91'000'000, {.outcome = "Done."})});
  CHECK(run().status == runlog::Status::ok);
  CHECK_FALSE(run().outcome_disputed);
  CHECK(events().size() == 3);
}

TEST_CASE("how long a run may be silent, and how long things are kept, is the operator's to say") {
  const support::TemporaryDirectory home;
  home.write("runlog.yaml", "retention: {silent_run: 10m, bodies: 1h, logs: 2h, events: 3d}\n");
  const desk::Ticking ticking;
  const desk::Desk devbot(home.path(), "devbot", ticking);
  runlog::Event line = happenings::event(Source::log, "A line", Kind::log, 1'000);
  line.body_json = R"({"line":"A line"})";
  runlog::Event edit = happenings::edit("src/a.cpp", 2'000);
  devbot.deliver({happenings::start(run_a, 0),
                  happenings::of_run(run_a, line),
                  happenings::of_run(run_a, edit)});
  const auto titles = [&] {
    std::vector<std::string> all;
    const auto events = devbot.store().events_of({}, run_a, runlog::Bodies::all);
    for (const runlog::Event& event : events ? *events : std::vector<runlog::Event>())
      all.push_back(event.title + (event.body_json.empty() ? "" : " with a body"));
    std::sort(all.begin(), all.end());
    return all;
  };
  ticking.go_on(std::chrono::minutes(11));
  CHECK(devbot.store().run({}, run_a)->status == runlog::Status::timeout);
  CHECK(titles().size() == 3);
  ticking.go_on(std::chrono::minutes(60));
  CHECK_THAT(titles(), Catch::VectorContains(std::string("edit src/a.cpp")));
  CHECK_THAT(titles(), Catch::VectorContains(std::string("A line")));
  ticking.go_on(std::chrono::minutes(60));
  CHECK_THAT(titles(), !Catch::VectorContains(std::string("A line")));
  CHECK_THAT(titles(), Catch::VectorContains(std::string("edit src/a.cpp")));
  ticking.go_on(hours(72));
  CHECK(titles().empty());
}

TEST_CASE_METHOD(World, "what sixteen threads deliver at once is stored, each piece once") {
  constexpr int threads_count = 16;
  constexpr int each = 10;
  std::barrier together(threads_count);
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < threads_count; ++thread) {
      threads.emplace_back([&, thread] {
        together.arrive_and_wait();
        for (int number = 0; number < each; ++number) {
          runlog::Delivery delivery{.feed = {Source::mcp, std::to_string(thread)}};
          delivery.events = {happenings::of_run(
              run_a, happenings::note(std::to_string(thread * each + number), number))};
          const auto added = devbot.run_log().take({}, std::move(delivery));
          if (!added || added->added != 1) ++failures;
        }
      });
    }
  }
  CHECK(failures == 0);
  CHECK(events().size() == threads_count * each);
  const auto feeds = devbot.store().feeds({});
  REQUIRE(feeds);
  CHECK(feeds->size() == threads_count);
}

TEST_CASE("settings that cannot be read stop every delivery, with file and line") {
  const support::TemporaryDirectory home;
  home.write("runlog.yaml", "retention: {bodies: never}\n");
  const desk::Desk devbot(home.path());
  CHECK_THAT(devbot.refused("list_runs", "{}"), Contains("runlog.yaml:1") && Contains("30d"));
  CHECK_THAT(devbot.refused("start_run", R"({"title":"x"})"), Contains("runlog.yaml:1"));
}
