// Whatever happens and however small the pages are, whoever follows the positions of changes_since
// sees every change of others once, in order.

#include <random>

#include "calls.hpp"

namespace {

struct Seen {
  std::string kind, record, agent;

  friend bool operator==(const Seen&, const Seen&) = default;
};

/// Agents of two projects that do random things.
class Crew {
 public:
  explicit Crew(unsigned seed) : random_(seed) {
    for (const char* project : {"shop", "blog"})
      for (const char* agent : {"devbot", "infrabot", "opsbot"})
        agents_.push_back({project, agent, first_.beside(project, agent), {}});
  }

  const desk::Desk& reader() const { return agents_[1].desk; }

  /// What a reader in shop, as infrabot, has to see.
  const std::vector<Seen>& expected() const { return expected_; }

  std::size_t number(std::size_t below) { return random_() % below; }

  void act() {
    Agent& agent = agents_[number(agents_.size())];
    auto& ids = ids_[agent.project];
    if (ids.size() < 2 || number(3) == 0) return write(agent);
    const std::string& id = ids[number(ids.size())];
    const std::string& other = ids[number(ids.size())];
    switch (number(3)) {
      case 0:
        return note(
            agent, "confirmed", id, "confirm_record", calls::confirm(id, "worked", evidence()));
      case 1:
        return note(agent, "linked", id, "link_records", calls::link(id, "relates_to", other));
      default:
        return note(agent, "unlinked", id, "link_records", calls::unlink(id, "relates_to", other));
    }
  }

 private:
  struct Agent {
    std::string project, name;
    desk::Desk desk;
    std::vector<std::string> ids;
  };

  std::string evidence() { return sample::times(1 + number(40), "seen again; "); }

  void write(Agent& agent) {
    const std::string title =
        "Ducks " + std::to_string(++written_) + sample::times(number(80), "y");
    const std::string id = agent.desk.write(sample::pattern(title));
    ids_[agent.project].push_back(id);
    expect(agent, "written", id);
  }

  void note(Agent& agent,
            const std::string& kind,
            const std::string& id,
            const std::string& tool,
            const std::string& arguments) {
    const auto answer = agent.desk.call(tool, arguments);
    const bool changed = !answer.is_error && answer.member("changed") != "false";
    if (changed) expect(agent, kind, id);
  }

  void expect(const Agent& agent, const std::string& kind, const std::string& id) {
    if (agent.project == "shop" && agent.name != "infrabot")
      expected_.push_back({kind, id, agent.name});
  }

  support::TemporaryDirectory home_;
  desk::Desk first_{home_.path()};
  std::mt19937 random_;
  std::vector<Agent> agents_;
  std::map<std::string, std::vector<std::string>> ids_;
  std::vector<Seen> expected_;
  int written_ = 0;
};

/// One page from a position on. Gives where the next one begins.
std::string read_page(const Crew& crew,
                      const std::string& position,
                      std::size_t limit,
                      std::size_t budget,
                      std::vector<Seen>& seen,
                      bool& more) {
  const auto answer =
      crew.reader().must("changes_since",
                         R"({"since":")" + position + R"(","limit":)" + std::to_string(limit) +
                             R"(,"budget_tokens":)" + std::to_string(budget) + "}");
  const json::View changes = answer.structured().find("changes");
  for (std::size_t at = 0; at < changes.size(); ++at) {
    const json::View change = changes.item(at);
    seen.push_back({std::string(change.find("change").text()),
                    std::string(change.find("record").text()),
                    std::string(change.find("agent").text())});
  }
  more = answer.member("more") == "true";
  CHECK(changes.size() <= limit);
  CHECK((!more || changes.size() > 0));
  return answer.member("position");
}

}  // namespace

TEST_CASE("whoever follows the positions sees every change once, in order") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    INFO("seed " << seed);
    Crew crew(seed);
    std::vector<Seen> seen;
    std::string position = "after-0";
    for (int round = 0; round < 12; ++round) {
      for (std::size_t acts = crew.number(12); acts > 0; --acts)
        crew.act();
      bool more = true;
      for (std::size_t pages = 1 + crew.number(3); pages > 0; --pages)
        position =
            read_page(crew, position, 1 + crew.number(6), 200 + crew.number(600), seen, more);
    }
    for (bool more = true; more;)
      position = read_page(crew, position, 200, 200 + crew.number(2000), seen, more);
    CHECK(seen == crew.expected());
  }
}
