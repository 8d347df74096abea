// What is said of a run as a whole.

#include "fixture.hpp"

namespace {

using namespace happenings;
using runlog::Status;

TEST_CASE("a run is open until it is finished") {
  fixture::Store store;
  store.add({start(run_a, 0, {.title = "Mend the build", .agent = "devbot"})});
  CHECK(store.run(run_a).status == Status::open);
  CHECK(store.run(run_a).title == "Mend the build");
  store.add({finish(run_a, 60, {.status = Status::failed, .outcome = "no disk"})});
  const runlog::Run run = store.run(run_a);
  CHECK(run.status == Status::failed);
  CHECK(run.outcome == "no disk");
  CHECK(run.finished_at == at(60));
  CHECK_FALSE(run.outcome_disputed);
}

TEST_CASE("a second outcome that differs is kept and flagged, one that agrees is not") {
  fixture::Store store;
  store.add({start(run_a, 0),
             finish(run_a, 60, {.outcome = "built"}),
             finish(run_a, 70, {.outcome = "built"}, "again")});
  CHECK_FALSE(store.run(run_a).outcome_disputed);
  store.add({finish(run_a, 80, {.status = Status::failed, .outcome = "red"}, "other")});
  const runlog::Run run = store.run(run_a);
  CHECK(run.outcome_disputed);
  CHECK(run.status == Status::ok);
  CHECK(store.titles(run_a).size() == 4);
}

TEST_CASE("who worked in a run knows best how it ended, then its program, then who started it") {
  fixture::Store store;
  const auto told_by =
      [](runlog::Source source, std::int64_t ms, const runlog::FinishFacts& facts) {
        auto told = finish(run_a, ms, facts, std::string(runlog::name_of(source)));
        told.id = runlog::event_id(source, std::to_string(ms));
        told.source = source;
        return told;
      };
  store.add({start(run_a, 0), told_by(runlog::Source::wrap, 90, {.outcome = "exit status 0"})});
  CHECK(store.run(run_a).outcome == "exit status 0");
  store.add({told_by(runlog::Source::stream_json, 50, {.outcome = "first prompt"}),
             told_by(runlog::Source::stream_json, 80, {.outcome = "second prompt"})});
  CHECK(store.run(run_a).outcome == "second prompt");
  store.add({told_by(runlog::Source::mcp, 70, {.outcome = "the build is green"})});
  CHECK(store.run(run_a).outcome == "the build is green");
  CHECK(store.run(run_a).finished_at == at(70));
  CHECK_FALSE(store.run(run_a).outcome_disputed);
  store.add({told_by(runlog::Source::mcp, 75, {.outcome = "the build is red"})});
  CHECK(store.run(run_a).outcome_disputed);
}

TEST_CASE("the agent of a run is that of its earliest event that names one, whatever came first") {
  auto nobody = of_run(run_a, note("n", 0));
  nobody.agent = "";
  auto later = of_run(run_a, note("b", 20));
  later.agent = "infrabot";
  const std::vector<runlog::Event> all = {nobody, of_run(run_a, note("a", 10)), later};
  for (unsigned seed = 0; seed < 6; ++seed) {
    fixture::Store store;
    for (const runlog::Event& event : shuffled(all, seed))
      store.add({event});
    CHECK(store.run(run_a).agent == "devbot");
  }
}

TEST_CASE("events of another run of the same session are no sign of life") {
  fixture::Store store;
  store.add({of_session(session, "", start(run_a, 10)), of_session(session, "", start(run_b, 20))});
  store.add({of_session(session, "", note("for b", 500))});
  CHECK(store.run(run_a).last_at == at(10));
  CHECK(store.run(run_b).last_at == at(500));
}

TEST_CASE("its author cannot tell an event of the bus otherwise later") {
  auto told = of_run(run_a, event(runlog::Source::nats, "m1", runlog::Kind::bus, 50));
  told.received_at = at(51);
  auto forged = told;
  forged.at = at(1);
  forged.received_at = at(9000);
  forged.title = "never happened";
  fixture::Store store;
  store.add({told});
  store.add({forged});
  CHECK(store.titles(run_a) == std::vector<std::string>{"m1"});
}

TEST_CASE("a hint that a run is over holds until somebody knows, or something happens") {
  fixture::Store store;
  store.add(
      {start(run_a, 0), finish(run_a, 60, {.outcome = "session ended", .hint = true}, "hint")});
  CHECK(store.run(run_a).outcome == "session ended");
  store.add({of_run(run_a, note("still here", 70))});
  CHECK(store.run(run_a).status == Status::open);
  store.add({finish(run_a, 80, {.status = Status::cancelled, .outcome = "stopped"})});
  CHECK(store.run(run_a).status == Status::cancelled);
  CHECK_FALSE(store.run(run_a).outcome_disputed);
}

TEST_CASE("late events are kept after the finish") {
  fixture::Store store;
  store.add({start(run_a, 0), finish(run_a, 60, {.outcome = "built"})});
  store.add({of_run(run_a, note("late", 90))});
  const runlog::Timeline timeline = store.timeline(run_a);
  REQUIRE(timeline.moments.size() == 3);
  CHECK(timeline.moments[2].event.title == "late");
  CHECK(timeline.moments[2].late);
  CHECK(store.run(run_a).status == Status::ok);
}

TEST_CASE("counts are of tool calls and edits, not of what several sources tell of them") {
  fixture::Store store;
  auto told_again = tool("t1", runlog::Kind::tool_end, 20);
  told_again.id = runlog::event_id(runlog::Source::transcript, "t1");
  told_again.source = runlog::Source::transcript;
  auto wrong = tool("t2", runlog::Kind::tool_error, 40);
  wrong.severity = runlog::Severity::error;
  std::vector<runlog::Event> all = {tool("t1", runlog::Kind::tool_start, 10),
                                    tool("t1", runlog::Kind::tool_end, 20),
                                    told_again,
                                    tool("t2", runlog::Kind::tool_start, 30),
                                    wrong,
                                    edit("src/a.cpp", 50)};
  for (runlog::Event& event : all)
    event.run_id = run_a;
  store.add(all);
  const runlog::Counts counts = store.run(run_a).counts;
  CHECK(counts.events == 6);
  CHECK(counts.tool_calls == 2);
  CHECK(counts.errors == 1);
  CHECK(counts.file_edits == 1);
}

TEST_CASE("children are found by their parent") {
  fixture::Store store;
  store.add({start(run_a, 0), start(run_b, 5, {.title = "child", .parent_run_id = run_a})});
  CHECK(store.run(run_a).child_run_ids == std::vector<std::string>{run_b});
  CHECK(store.run(run_b).parent_run_id == run_a);
}

TEST_CASE("a trigger begins one run") {
  fixture::Store store;
  store.add({start(run_a, 0, {.title = "x", .trigger_key = "!room:x/$event"})});
  const auto begun_before = [&](const std::string& trigger_key) {
    runlog::Delivery delivery{.feed = {runlog::Source::mcp, "mcp-runlog"}, .at = at(1)};
    delivery.unless_begun = runlog::BegunBy{run_b, trigger_key};
    return store.runs().add({}, {&delivery, 1}).value().front().begun_before;
  };
  CHECK(begun_before("!room:x/$event") == run_a);
  CHECK(begun_before("!room:x/$other").empty());
  CHECK(begun_before("").empty());
}

TEST_CASE("runs are listed newest first, in pages") {
  fixture::Store store;
  std::vector<std::string> ids;
  for (int at = 0; at < 7; ++at) {
    const std::string id = "0199c0de-0000-7000-8000-00000000100" + std::to_string(at);
    store.add({start(id, at / 2, {.title = "x", .agent = at % 2 == 0 ? "devbot" : "infrabot"})});
    ids.insert(ids.begin(), id);
  }
  std::vector<std::string> listed;
  std::string cursor;
  do {
    const auto page = store.runs().list({}, {}, cursor, 3);
    REQUIRE(page);
    for (const runlog::Run& run : page->runs)
      listed.push_back(run.run_id);
    cursor = page->next_cursor;
  } while (!cursor.empty());
  CHECK(listed == ids);
  CHECK(store.runs().list({}, {.agent = "infrabot"}, "", 10)->runs.size() == 3);
  CHECK(store.runs().list({}, {.status = Status::ok}, "", 10)->runs.empty());
  CHECK(store.runs().list({}, {.since = at(2)}, "", 10)->runs.size() == 3);
  const auto refused = store.runs().list({}, {}, "page two", 10);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("next_cursor") != std::string::npos);
}

TEST_CASE("a run that is not known is said to be so") {
  fixture::Store store;
  store.add({start(run_a, 0)});
  const auto events = store.runs().events_of({}, run_b, runlog::Bodies::none);
  REQUIRE_FALSE(events);
  CHECK(events.error().kind == base::ErrorKind::not_found);
  CHECK(events.error().message.find("list_runs") != std::string::npos);
}

TEST_CASE("of two tellings of one event the smaller stays, whichever came first") {
  auto early = of_run(run_a, note("same", 10));
  auto late = of_run(run_a, note("same", 30));
  late.body_json = R"({"text":"second telling"})";
  early.body_json = R"({"text":"first telling"})";
  fixture::Store one;
  one.add({early});
  CHECK(one.add({late}).known == 1);
  fixture::Store other;
  other.add({late});
  CHECK(other.add({early}).known == 1);
  CHECK(one.bytes(run_a) == other.bytes(run_a));
  CHECK(one.runs().search({}, {.words = "first telling"})->hits.size() == 1);
  CHECK(other.runs().search({}, {.words = "first telling"})->hits.size() == 1);
  CHECK(other.runs().search({}, {.words = "second"})->hits.empty());
  CHECK(other.run(run_a).last_at == at(10));
}

}  // namespace
