// Which runs an event belongs to.

#include "fixture.hpp"

namespace {

using namespace happenings;
using runlog::Kind;
using Titles = std::vector<std::string>;

runlog::Event binding(const std::string& run_id, const std::string& prompt_id, std::int64_t ms) {
  return of_session(session, prompt_id, start(run_id, ms));
}

TEST_CASE("an event that names a run belongs to it") {
  fixture::Store store;
  store.add({of_run(run_a, note("one", 1)), of_run(run_b, note("two", 2))});
  CHECK(store.titles(run_a) == Titles{"one"});
  CHECK(store.titles(run_b) == Titles{"two"});
}

TEST_CASE("a session that nobody bound is a run of its own, and an orphan") {
  fixture::Store store;
  store.add({of_session(session, "", note("one", 1)), of_session(session, "p1", note("two", 2))});
  CHECK(store.titles(session) == Titles{"one", "two"});
  CHECK(store.run(session).status == runlog::Status::orphaned);
}

TEST_CASE("a binding moves what came before it") {
  fixture::Store store;
  store.add({of_session(session, "p1", note("work", 5))});
  CHECK(store.titles(session) == Titles{"work"});
  store.add({binding(run_a, "p1", 4)});
  CHECK(store.titles(run_a) == Titles{"start " + std::string(run_a), "work"});
  CHECK(store.titles(session).empty());
  CHECK_FALSE(store.runs().run({}, session));
}

TEST_CASE("a prompt that serves two runs is on both timelines, each run's start on its own") {
  fixture::Store store;
  store.add(
      {binding(run_a, "p1", 1), binding(run_b, "p1", 2), of_session(session, "p1", note("x", 3))});
  CHECK(store.titles(run_a) == Titles{"start " + std::string(run_a), "x"});
  CHECK(store.titles(run_b) == Titles{"start " + std::string(run_b), "x"});
}

TEST_CASE("a prompt's binding outranks the run that the environment names") {
  fixture::Store store;
  store.add({binding(run_b, "p1", 1),
             of_run(run_a, of_session(session, "p1", note("bound", 2))),
             of_run(run_a, of_session(session, "p2", note("unbound", 3)))});
  CHECK(store.titles(run_b) == Titles{"start " + std::string(run_b), "bound"});
  CHECK(store.titles(run_a) == Titles{"unbound"});
}

TEST_CASE("a session bound to one run after another serves each in its time") {
  fixture::Store store;
  store.add({binding(run_a, "", 10),
             binding(run_b, "", 20),
             of_session(session, "", note("before", 5)),
             of_session(session, "", note("first", 15)),
             of_session(session, "", note("second", 25))});
  CHECK(store.titles(run_a) == Titles{"start " + std::string(run_a), "before", "first"});
  CHECK(store.titles(run_b) == Titles{"start " + std::string(run_b), "second"});
}

TEST_CASE("one run may have several sessions") {
  fixture::Store store;
  const std::string other = "0199c0de-0000-7000-8000-0000000000c1";
  store.add({binding(run_a, "", 1),
             of_session(other, "", event(runlog::Source::wrap, "again", Kind::run_start, 2)),
             of_session(session, "", note("x", 3)),
             of_run(run_a, of_session(other, "", note("y", 4)))});
  CHECK(store.run(run_a).session_ids == std::vector<std::string>{session, other});
}

TEST_CASE("belonging does not depend on the order of arrival") {
  const std::vector<runlog::Event> all = {binding(run_a, "", 10),
                                          binding(run_b, "p2", 20),
                                          of_session(session, "", note("n1", 5)),
                                          of_session(session, "p1", note("n2", 15)),
                                          of_session(session, "p2", note("n3", 25)),
                                          of_run(run_b, of_session(session, "p3", note("n4", 30))),
                                          finish(run_a, 40, {.outcome = "done"}),
                                          of_run(run_a, note("late", 50))};
  fixture::Store straight;
  straight.add(all);
  for (unsigned seed = 0; seed < 20; ++seed) {
    fixture::Store store;
    for (const runlog::Event& event : shuffled(all, seed))
      store.add({event});
    for (const char* run : {run_a, run_b, session}) {
      INFO(seed << " " << run);
      CHECK(store.bytes(run) == straight.bytes(run));
    }
    CHECK(store.run(run_a).title == straight.run(run_a).title);
    CHECK(store.run(run_a).finished_at == straight.run(run_a).finished_at);
  }
}

}  // namespace
