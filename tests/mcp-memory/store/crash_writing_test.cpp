// kill -9 of a server that writes, updates and supersedes large records, so that it checkpoints now
// and then: what it acknowledged is there, and the rest is whole or not there.

#include <list>

#include "crash.hpp"
#include "lanes.hpp"

namespace {

constexpr int lanes_each = 6;

/// What the store has of each lane, by its name.
std::map<std::string, std::vector<std::string>> kept_by_lane(const std::filesystem::path& home) {
  std::map<std::string, std::string> titles;
  std::map<std::string, std::vector<std::string>> kept;
  for (const auto& change : books::changes_in(home)) {
    if (change.kind == memory::ChangeKind::written) titles[change.id] = change.record->title;
    const std::string& title = titles.at(change.id);
    kept[title.substr(0, title.find(" generation"))].push_back(lanes::told(change, title));
  }
  return kept;
}

class Round {
 public:
  Round(const std::filesystem::path& home, int number) : client_(home) {
    for (int lane = 0; lane < lanes_each; ++lane)
      lanes_.emplace_back(base::format("Round {} lane {}", number, lane));
  }

  /// Killed at any moment: from its start on, or once it has answered. Gives the number of steps
  /// that were acknowledged.
  std::size_t run_and_kill(std::mt19937& dice, bool has_answered) {
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane)
      ask(lane);
    if (has_answered) ask(take(client_.server().read_line().value()));
    const auto end = crash::moment(dice, std::chrono::milliseconds(600));
    while (crash::steady_clock::now() < end) {
      const auto left =
          std::chrono::floor<std::chrono::milliseconds>(end - crash::steady_clock::now());
      const auto line = client_.server().read_line(left);
      if (!line) break;
      ask(take(*line));
    }
    crash::kill_at(client_.server(), end);
    for (const std::string& line : client_.server().read_to_end())
      if (json::parse(line)) take(line);  // the last may be cut off: then nobody saw it
    CHECK(client_.server().wait_exit() == 128 + SIGKILL);
    std::size_t steps = 0;
    for (const lanes::Lane& lane : lanes_)
      steps += lane.steps();
    return steps;
  }

  void judge(const std::map<std::string, std::vector<std::string>>& kept) const {
    std::string wrong;
    for (const lanes::Lane& lane : lanes_) {
      const auto found = kept.find(lane.name());
      wrong += lane.judge(found == kept.end() ? std::vector<std::string>{} : found->second);
    }
    CHECK(wrong == "");
  }

 private:
  void ask(std::size_t lane) {
    client_.server().send(
        support::tool_call(static_cast<int>(lane), lanes_[lane].tool(), lanes_[lane].arguments()));
  }

  std::size_t take(const std::string& line) {
    const wire::Reply reply{support::Answer(line)};
    const std::size_t lane = std::stoul(reply.answer.id());
    if (reply.is_error() || reply.structured().is(json::Kind::absent))
      throw std::runtime_error(reply.text() + reply.answer.error_message());
    lanes_.at(lane).acknowledge(reply);
    return lane;
  }

  wire::Client client_;
  std::vector<lanes::Lane> lanes_;
};

}  // namespace

TEST_CASE("a server killed while it writes and checkpoints loses nothing that it acknowledged") {
  // A fresh store now and then: what is compared grows with each round.
  constexpr int rounds_each_store = 10;
  std::mt19937 dice(std::random_device{}());
  std::size_t steps = 0;
  const int rounds = books::amount("CRASH_ROUNDS", 8);
  for (int first = 0; first < rounds; first += rounds_each_store) {
    const support::TemporaryDirectory home;
    std::list<Round> before;
    for (int number = first; number < std::min(rounds, first + rounds_each_store); ++number) {
      INFO("round " << number);
      steps += before.emplace_back(home.path(), number).run_and_kill(dice, number % 4 != 0);
      crash::must_start_again(home.path());
      const auto kept = kept_by_lane(home.path());
      for (const Round& round : before)
        round.judge(kept);
      books::must_be_sound(home.path());
    }
  }
  CHECK(steps > 0);
}
