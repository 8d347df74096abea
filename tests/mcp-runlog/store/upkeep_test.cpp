#include <fstream>
#include <sstream>

#include "fixture.hpp"

namespace {

using namespace happenings;
using std::chrono::hours;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

runlog::Event with_body(runlog::Event event, const std::string& text) {
  event.body_json = "{\"text\":\"" + text + "\"}";
  return event;
}

TEST_CASE("bodies go first, logs then, events last; a run's facts stay as long as its events") {
  fixture::Store store;
  const runlog::Retention retention{
      .silent_run = hours(1), .bodies = hours(10), .logs = hours(20), .events = hours(30)};
  auto line = with_body(of_run(run_a, note("line", 2)), "grumble");
  line.kind = runlog::Kind::log;
  store.add({start(run_a, 0), with_body(of_run(run_a, note("n", 1)), "marmalade"), line}, at(0));

  const auto sweep = [&](hours later) {
    const auto swept = store.runs().sweep({}, retention, at(0) + later, 100);
    REQUIRE(swept);
    return *swept;
  };
  CHECK(sweep(hours(9)).bodies == 0);
  CHECK(store.runs().search({}, {.words = "marmalade"})->hits.size() == 1);
  CHECK(sweep(hours(11)).bodies == 2);
  CHECK(store.runs().search({}, {.words = "marmalade"})->hits.empty());
  CHECK(store.run(run_a).title == "Mend the build");
  const auto bare = store.runs().events_of({}, run_a, runlog::Bodies::all);
  REQUIRE(bare);
  CHECK(bare->size() == 3);
  CHECK(sweep(hours(21)).events == 1);
  CHECK(store.run(run_a).counts.events == 2);
  CHECK(sweep(hours(31)).events == 2);
  CHECK_FALSE(store.runs().run({}, run_a));
}

TEST_CASE("a sweep takes no more than it is told, and goes on from there") {
  fixture::Store store;
  for (int at_ms = 0; at_ms < 10; ++at_ms)
    store.add({of_run(run_a, note("n" + std::to_string(at_ms), at_ms))}, at(at_ms));
  const runlog::Retention retention{.events = hours(1)};
  std::int64_t removed = 0;
  for (int turn = 0; turn < 4; ++turn)
    removed += store.runs().sweep({}, retention, at(5) + hours(1), 2)->events;
  CHECK(removed == 5);
  CHECK(store.titles(run_a) == std::vector<std::string>{"n5", "n6", "n7", "n8", "n9"});
}

TEST_CASE("kept for ever means for ever") {
  fixture::Store store;
  store.add({of_run(run_a, with_body(note("n", 0), "x"))}, at(0));
  const runlog::Retention retention{.bodies = hours(0), .logs = hours(0), .events = hours(0)};
  const auto swept = store.runs().sweep({}, retention, at(0) + hours(1'000'000), 100);
  REQUIRE(swept);
  CHECK(swept->bodies + swept->events == 0);
}

TEST_CASE("a silent run is closed as timed out until something is heard of it") {
  fixture::Store store;
  store.add({start(run_a, 0), start(run_b, 0), finish(run_b, 1, {})});
  CHECK(store.runs().close_silent({}, at(0)).value() == 0);
  CHECK(store.runs().close_silent({}, at(1)).value() == 1);
  CHECK(store.run(run_a).status == runlog::Status::timeout);
  CHECK(store.run(run_a).finished_at == at(0));
  store.add({start(run_a, 0)});  // a replay is no news
  CHECK(store.run(run_a).status == runlog::Status::timeout);
  store.add({of_run(run_a, note("still here", 70))});
  CHECK(store.run(run_a).status == runlog::Status::open);
  CHECK(store.timeline(run_a).moments.size() == 2);
}

TEST_CASE("a deleted run leaves no trace but a tombstone, and stays away") {
  fixture::Store store;
  const std::vector<runlog::Event> all = {start(run_a, 0),
                                          with_body(of_run(run_a, note("n", 1)), "zanzibarquince"),
                                          with_body(of_run(run_b, note("other", 2)), "stays")};
  store.add(all);
  const auto deleted = store.runs().delete_run({}, {run_a, "operator", "asked for", at(9)});
  INFO((deleted ? "" : deleted.error().message));
  REQUIRE(deleted);
  CHECK(*deleted == 2);
  CHECK(bytes_of(store.file()).find("zanzibarquince") == std::string::npos);
  CHECK(bytes_of(store.file().string() + "-wal").find("zanzibarquince") == std::string::npos);
  CHECK(store.runs().search({}, {.words = "zanzibarquince"})->hits.empty());
  CHECK(store.titles(run_b).size() == 1);

  CHECK(store.add(all).deleted == 2);
  const auto gone = store.runs().events_of({}, run_a, runlog::Bodies::all);
  REQUIRE_FALSE(gone);
  CHECK(gone.error().message.find("asked for") != std::string::npos);
}

TEST_CASE("a deleted run does not come back with what its session does for others") {
  fixture::Store store;
  const auto bind = [](const std::string& run_id) {
    return of_session(session, "p1", start(run_id, 0));
  };
  store.add({bind(run_a), bind(run_b)});
  REQUIRE(store.runs().delete_run({}, {run_a, "operator", "x", at(9)}));
  store.add({of_session(session, "p1", note("next", 1))});
  CHECK_FALSE(store.runs().run({}, run_a));
  CHECK_FALSE(store.runs().events_of({}, run_a, runlog::Bodies::all));
  CHECK(store.titles(run_b).back() == "next");
}

TEST_CASE("a body that was swept away does not come back with a replay") {
  fixture::Store store;
  const auto told = with_body(of_run(run_a, note("n", 1)), "marmalade");
  store.add({told}, at(0));
  REQUIRE(store.runs().sweep({}, {.bodies = hours(1)}, at(0) + hours(2), 100)->bodies == 1);
  CHECK(store.add({told}, at(0) + hours(2)).known == 1);
  CHECK(store.runs().search({}, {.words = "marmalade"})->hits.empty());
}

TEST_CASE("places in the order of arrival are not used twice") {
  fixture::Store store;
  store.add({of_run(run_a, note("a", 1))});
  const std::int64_t before = store.runs().newest_position({}).value();
  REQUIRE(store.runs().delete_run({}, {run_a, "operator", "x", at(9)}));
  store.add({of_run(run_b, note("b", 1))});
  CHECK(store.runs().newest_position({}).value() > before);
}

TEST_CASE("what a deleted run shares with another stays with that one") {
  fixture::Store store;
  const auto bind = [](const std::string& run_id) {
    return of_session(session, "p1", start(run_id, 0));
  };
  store.add({bind(run_a), bind(run_b), of_session(session, "p1", note("shared", 1))});
  REQUIRE(store.runs().delete_run({}, {run_a, "operator", "x", at(9)}));
  CHECK(store.titles(run_b) == std::vector<std::string>{"start " + std::string(run_b), "shared"});
}

}  // namespace
