#include "fixture.hpp"

namespace {

using namespace happenings;

runlog::Event saying(const std::string& name, const std::string& text, std::int64_t ms) {
  auto made = of_run(run_a, note(name, ms));
  made.body_json = "{\"text\":\"" + text + "\"}";
  return made;
}

std::vector<std::string> found(fixture::Store& store, const runlog::SearchWanted& wanted) {
  const auto page = store.runs().search({}, wanted);
  INFO((page ? "" : page.error().message));
  REQUIRE(page);
  std::vector<std::string> titles;
  for (const runlog::Hit& hit : page->hits)
    titles.push_back(hit.event.title);
  return titles;
}

using Titles = std::vector<std::string>;

TEST_CASE("a search wants all words, and gives the newest first") {
  fixture::Store store;
  store.add({saying("one", "the disk is full", 1),
             saying("two", "disk of the builder", 2),
             saying("three", "Full again: DISK sda", 3)});
  CHECK(found(store, {.words = "disk full"}) == Titles{"three", "one"});
  CHECK(found(store, {.words = "\"disk is full\""}) == Titles{"one"});
  CHECK(found(store, {.words = "disk nowhere"}).empty());
}

TEST_CASE("a search finds titles, tools and paths") {
  fixture::Store store;
  auto made = of_run(run_a, edit("src/orders/cart.cpp", 1));
  made.tool = "MultiEdit";
  store.add({made});
  CHECK(found(store, {.words = "cart.cpp"}).size() == 1);
  CHECK(found(store, {.words = "multiedit"}).size() == 1);
  CHECK(found(store, {.words = "edit orders"}).size() == 1);
}

TEST_CASE("a hit names its runs and shows what stands around the word") {
  fixture::Store store;
  store.add({saying("one", "upstream prematurely closed connection", 1)});
  const auto page = store.runs().search({}, {.words = "PREMATURELY"});
  REQUIRE(page);
  REQUIRE(page->hits.size() == 1);
  CHECK(page->hits[0].run_ids == Titles{run_a});
  CHECK(page->hits[0].excerpt.find("prematurely closed") != std::string::npos);
}

TEST_CASE("a search may be of one run or one agent, and goes on in pages") {
  fixture::Store store;
  auto other = of_run(run_b, note("disk b", 9));
  other.agent = "infrabot";
  store.add({saying("a1", "disk", 1), saying("a2", "disk", 2), saying("a3", "disk", 3), other});
  CHECK(found(store, {.words = "disk", .run_id = run_b}) == Titles{"disk b"});
  CHECK(found(store, {.words = "disk", .agent = "infrabot"}) == Titles{"disk b"});
  const auto first = store.runs().search({}, {.words = "disk", .run_id = run_a, .count = 2});
  REQUIRE(first);
  REQUIRE(first->hits.size() == 2);
  CHECK(
      found(store, {.words = "disk", .run_id = run_a, .cursor = first->next_cursor, .count = 2}) ==
      Titles{"a1"});
}

TEST_CASE("no word is an operator, and words without letters find nothing rather than fail") {
  fixture::Store store;
  store.add({saying("one", "a NEAR miss OR else NOT (x) col:y *", 1)});
  for (const char* words :
       {"NEAR(miss", "OR", "NOT", "col:y", "\"", "a\" OR \"b", "(", "^a", "- *"}) {
    INFO(words);
    const auto page = store.runs().search({}, {.words = words});
    if (!page) CHECK(page.error().kind == base::ErrorKind::invalid);
  }
  CHECK(found(store, {.words = "NEAR miss"}) == Titles{"one"});
  CHECK(found(store, {.words = "col:y"}) == Titles{"one"});
}

TEST_CASE("file edits are found by run, and by path across runs") {
  fixture::Store store;
  store.add({of_run(run_a, edit("/home/dev/shop/src/a.cpp", 1)),
             of_run(run_b, edit("src/a.cpp", 2)),
             of_run(run_b, edit("src/aa.cpp", 3))});
  const auto of_path = store.runs().file_edits({}, {.path = "src/a.cpp"});
  REQUIRE(of_path);
  REQUIRE(of_path->edits.size() == 2);
  CHECK(of_path->edits[0].run_ids == Titles{run_b});
  CHECK(of_path->edits[1].run_ids == Titles{run_a});
  const auto of_run = store.runs().file_edits({}, {.run_id = run_b, .count = 1});
  REQUIRE(of_run);
  REQUIRE(of_run->edits.size() == 1);
  CHECK(of_run->edits[0].event.file_path == "src/a.cpp");
  const auto rest =
      store.runs().file_edits({}, {.run_id = run_b, .cursor = of_run->next_cursor, .count = 1});
  REQUIRE(rest->edits.size() == 1);
  CHECK(rest->edits[0].event.file_path == "src/aa.cpp");
  CHECK(rest->next_cursor.empty());
}

TEST_CASE("an edit that hook and transcript tell of is one edit") {
  fixture::Store store;
  auto hook = of_run(run_a, edit("src/a.cpp", 1));
  hook.tool_use_id = "t1";
  auto transcript = hook;
  transcript.source = runlog::Source::transcript;
  transcript.id = runlog::event_id(runlog::Source::transcript, "t1");
  store.add({transcript, hook});
  const auto edits = store.runs().file_edits({}, {.run_id = run_a});
  REQUIRE(edits);
  REQUIRE(edits->edits.size() == 1);
  CHECK(edits->edits[0].event.source == runlog::Source::hook);
}

}  // namespace
