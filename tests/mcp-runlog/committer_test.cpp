// Committer: those who deliver at the same moment share a transaction.

#include "mcp-runlog/committer.hpp"

#include <barrier>
#include <set>
#include <thread>

#include "happenings.hpp"
#include "store/fixture.hpp"

using happenings::run_a;

TEST_CASE("sixteen that commit at once are all stored, in fewer transactions than commits") {
  fixture::Store store;
  runlog::Committer committer(store.runs());
  constexpr int threads_count = 16;
  constexpr int each = 20;
  std::barrier together(threads_count);
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < threads_count; ++thread) {
      threads.emplace_back([&, thread] {
        together.arrive_and_wait();
        for (int number = 0; number < each; ++number) {
          runlog::Delivery delivery{.feed = {runlog::Source::mcp, "tools"}};
          delivery.events = {happenings::of_run(
              run_a, happenings::note(std::to_string(thread * each + number), number))};
          const auto added = committer.commit(delivery);
          if (!added || added->added != 1) ++failures;
        }
      });
    }
  }
  CHECK(failures == 0);
  CHECK(store.titles(run_a).size() == threads_count * each);
  CHECK(committer.transactions() < threads_count * each);
  CHECK(committer.transactions() > 0);
}

TEST_CASE("each learns what became of its own delivery") {
  fixture::Store store;
  runlog::Committer committer(store.runs());
  runlog::Delivery delivery{.feed = {runlog::Source::mcp, "tools"}};
  delivery.events = {happenings::start(run_a, 0)};
  CHECK(committer.commit(delivery)->added == 1);
  CHECK(committer.commit(delivery)->known == 1);
  delivery.unless_begun = runlog::BegunBy{run_a, ""};
  CHECK(committer.commit(delivery)->begun_before == run_a);
}

TEST_CASE("where nothing can be stored, everyone who waits is told") {
  const support::TemporaryDirectory home;
  home.write("runlog.db", "this is no database, and too long to be an empty one");
  runlog::RunStore store(home.path() / "runlog.db");
  runlog::Committer committer(store);
  constexpr int threads_count = 8;
  std::barrier together(threads_count);
  std::atomic<int> told = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < threads_count; ++thread) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        const auto added = committer.commit({.feed = {runlog::Source::mcp, "tools"}});
        if (!added && !added.error().message.empty()) ++told;
      });
    }
  }
  CHECK(told == threads_count);
}
