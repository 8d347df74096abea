// Sixteen servers on one store, all kinds of operations at once: what was acknowledged is there,
// once, and nothing else is; nobody is told to try again.
//
// CROWD_OPERATIONS: of each server. scripts/soak crowd has 500.

#include "crowd.hpp"
#include "support/text.hpp"

#include <thread>

using support::joined;

namespace {

constexpr int servers = 16;

/// All of them at once, each in a thread.
template <class Work>
void each(crowd::Scene& scene, const Work& work) {
  std::vector<std::jthread> threads;
  for (int number = 0; number < servers; ++number) {
    threads.emplace_back([&, number] {
      try {
        crowd::Member member(scene, number);
        work(member);
      } catch (const std::exception& error) {
        scene.books.problem(error.what());
      }
    });
  }
}

/// What the one has more than the other; the first few.
std::vector<std::string> surplus(const std::multiset<std::string>& more,
                                 const std::multiset<std::string>& less) {
  std::vector<std::string> lines;
  std::set_difference(
      more.begin(), more.end(), less.begin(), less.end(), std::back_inserter(lines));
  if (lines.size() > 5) lines.resize(5);
  return lines;
}

/// Each agent was shown each change of the others, in whichever of its two sessions.
void must_have_seen_all(const crowd::Scene& scene,
                        const std::vector<memory::ExportedChange>& changes) {
  CHECK(scene.seen.size() == servers / 2);
  for (const auto& [agent, positions] : scene.seen) {
    std::size_t by_others = 0;
    for (const auto& change : changes)
      by_others += change.agent == agent ? 0 : 1;
    INFO(agent);
    CHECK(positions.size() == by_others);
  }
}

/// Beside the log, each record has to say so itself.
void must_agree_with_records(const std::filesystem::path& home,
                             const std::vector<memory::ExportedChange>& changes) {
  using memory::ChangeKind;
  std::map<std::string, std::vector<const memory::ExportedChange*>> by_record;
  for (const auto& change : changes)
    by_record[change.id].push_back(&change);
  wire::Client client(home);
  for (const auto& [id, life] : by_record) {
    const auto record = client.call("get_record", "{\"id\":\"" + id + "\"}");
    INFO(record.text());
    std::int64_t revision = 0;
    std::string summary, by;
    for (const auto* change : life) {
      if (change->record) summary = change->record->summary;
      if (change->record) CHECK(change->revision == ++revision);
      if (change->kind == ChangeKind::superseded) by = change->by;
      if (change->kind == ChangeKind::linked)
        CHECK(record.text().find(change->to) != std::string::npos);
    }
    CHECK(record.member("summary") == summary);
    CHECK(record.member("revision") == std::to_string(revision));
    CHECK((by.empty() || record.member("superseded_by") == by));
  }
}

}  // namespace

TEST_CASE("sixteen servers that do everything at once lose nothing and double nothing") {
  const support::TemporaryDirectory home;
  books::Books books;
  crowd::Scene scene{.home = home.path(), .books = books, .board = {}, .mutex = {}, .seen = {}};
  const int operations = books::amount("CROWD_OPERATIONS", 120);
  each(scene, [&](crowd::Member& member) { member.work(operations); });
  each(scene, [](crowd::Member& member) { member.catch_up(); });

  INFO(joined(books.problems()));
  CHECK(books.problems().empty());
  for (const char* contest : {"has revision", "was superseded by", "written before"}) {
    INFO(contest);
    CHECK(books.count_of(contest) > 0);
  }
  const auto changes = books::changes_in(home.path());
  std::multiset<std::string> kept;
  for (const auto& change : changes)
    kept.insert(books::line_of(change));
  INFO("lost:\n" << joined(surplus(books.acknowledged(), kept)));
  INFO("never acknowledged:\n" << joined(surplus(kept, books.acknowledged())));
  CHECK(books.acknowledged().size() > static_cast<std::size_t>(servers * operations / 3));
  CHECK((kept == books.acknowledged()));
  must_have_seen_all(scene, changes);
  must_agree_with_records(home.path(), changes);
  books::must_be_sound(home.path());
}
