// Stores that share a log of record agree on everything, whatever order things happened in where.

#include "mcp-memory/store/projection.hpp"

#include <array>

#include "base/uuid.hpp"
#include "machines.hpp"

using machines::LogMessage;
using machines::Machine;
using machines::must;
using memory::ChangeKind;

namespace {

base::Clock ticking() {
  auto now = std::make_shared<std::int64_t>(1'790'000'000'000);
  return [now] { return base::Instant(std::chrono::milliseconds(*now += 1000)); };
}

memory::Draft draft(const std::string& title, memory::RecordType type = {}) {
  memory::Draft draft;
  draft.type = type;
  draft.title = title;
  draft.summary = "What there is to know of " + title + ".";
  draft.status = memory::statuses_of(type).front();
  if (type == memory::RecordType::pattern) {
    draft.problem = "It comes up.";
    draft.solution = "Do this.";
    draft.when_to_use = "Always.";
  } else {
    draft.context = "There was a choice.";
    draft.decision = "Do it.";
    draft.rationale = "It is better.";
  }
  return draft;
}

/// What agents do on a machine, with a clock that all share.
struct Crew {
  base::Clock clock = ticking();
  base::UuidSource ids{clock};

  memory::Occasion by(const std::string& agent) const { return {{agent, "shop", "", ""}, clock()}; }

  std::string write(Machine& machine,
                    const std::string& agent,
                    const std::string& title,
                    memory::RecordType type = {}) {
    const memory::Record record{ids.next(), clock(), {agent, "shop", "", ""}, draft(title, type)};
    return must(machine.records().add({}, record)).id;
  }

  base::Result<memory::Stored> revise(Machine& machine,
                                      const std::string& agent,
                                      const std::string& id,
                                      std::int64_t revision,
                                      const std::string& title) const {
    return machine.records().revise({}, {id, revision, draft(title)}, by(agent));
  }

  base::Result<memory::Stored> supersede(Machine& machine,
                                         const std::string& agent,
                                         const std::string& id,
                                         const std::string& successor) const {
    return machine.records().supersede({}, {id, "Things changed."}, successor, by(agent));
  }
};

struct ProjectionFixture {
  Crew crew;
  machines::Log log;
  Machine here;
  Machine there;

  void settle() {
    for (int round = 0; round < 3; ++round) {
      here.settle(log);
      there.settle(log);
    }
    here.read(log, 1000);
    there.read(log, 1000);
  }

  /// As the operator's command does it.
  void purge(Machine& machine, const std::string& id) {
    must(machine.records().purge({}, id, "a secret", crew.by("operator")));
    machine.settle(log);
    log.erase(must(machine.projection().sequences_about({}, id)), id);
  }

  std::string rebuilt() const {
    Machine fresh;
    fresh.read(log, 100'000);
    return fresh.dump();
  }
};

std::string superseded_by(Machine& machine, const std::string& id) {
  return must(machine.records().target({}, id, "shop")).superseded_by;
}

/// Three machines and two agents who do whatever comes to mind.
class Life {
 public:
  explicit Life(unsigned seed) : random_(seed) {}

  void step() {
    Machine& machine = machines[any(machines.size())];
    if (any(3) == 0) return exchange(machine);
    if (records_.empty() || any(3) == 0) return write(machine);
    change(machine, any(2) == 0 ? "devbot" : "infrabot");
  }

  void settle() {
    for (int round = 0; round < 4; ++round) {
      for (Machine& machine : machines) {
        machine.settle(log);
        machine.read(log, 1000);
      }
    }
  }

  std::array<Machine, 3> machines;
  machines::Log log;

 private:
  struct Known {
    std::string id;
    std::string author;
    memory::RecordType type;
  };

  std::size_t any(std::size_t count) { return random_() % count; }

  const Known& one() { return records_[any(records_.size())]; }

  void exchange(Machine& machine) {
    switch (any(8)) {
      case 0:
        return machine.deliver_unheard(log);
      case 1:
      case 2:
      case 3:
        machine.deliver(log, 1 + any(5));
        return;
      default:
        return machine.read(log, 1 + any(10));
    }
  }

  void write(Machine& machine) {
    const std::string agent = any(2) == 0 ? "devbot" : "infrabot";
    const auto type = any(2) == 0 ? memory::RecordType::decision : memory::RecordType::pattern;
    const std::string title = base::format("Thing {}", ++number_);
    records_.push_back({crew_.write(machine, agent, title, type), agent, type});
  }

  /// Whatever is refused on this machine is refused.
  void change(Machine& machine, const std::string& agent) {
    const Known& known = one();
    const memory::Occasion occasion = crew_.by(agent);
    const std::string words = base::format("Step {}", ++number_);
    memory::RecordStore& records = machine.records();
    switch (any(5)) {
      case 0:
        return update(machine, known, words);
      case 1:
        static_cast<void>(crew_.supersede(machine, agent, known.id, one().id));
        return;
      case 2: {
        const memory::Link link{known.id, memory::Relation::relates_to, one().id, words};
        static_cast<void>(any(3) == 0 ? records.unlink({}, link, occasion)
                                      : records.link({}, link, occasion));
        return;
      }
      case 3: {
        const auto outcome = any(2) == 0 ? memory::Outcome::worked : memory::Outcome::failed;
        static_cast<void>(records.confirm({}, {known.id, outcome, words}, occasion));
        return;
      }
      default:
        if (any(3) == 0) purge(machine, known.id, words);
    }
  }

  /// As the operator's command does it: what is not delivered yet may still come.
  void purge(Machine& machine, const std::string& id, const std::string& reason) {
    if (!machine.records().purge({}, id, reason, crew_.by("operator"))) return;
    machine.settle(log);
    log.erase(must(machine.projection().sequences_about({}, id)), id);
  }

  void update(Machine& machine, const Known& known, const std::string& words) {
    const auto target = machine.records().target({}, known.id, "shop");
    if (!target || known.type != memory::RecordType::decision) return;
    static_cast<void>(crew_.revise(machine, known.author, known.id, target->revision, words));
  }

  std::mt19937 random_;
  Crew crew_;
  std::vector<Known> records_;
  int number_ = 0;
};

/// What was indexed on the way finds what an index made anew finds.
void check_index(Machine& machine) {
  const auto found = [&machine] {
    std::vector<std::vector<std::string>> ids;
    for (const char* question : {"thing", "step", "thing 7", "know of step 12", "came up"})
      ids.push_back(machine.found(question));
    return ids;
  };
  const auto before = found();
  must(machine.records().repair_words());
  CHECK(found() == before);
}

}  // namespace

TEST_CASE_METHOD(ProjectionFixture, "what is written on one machine is read on the other") {
  const std::string id = crew.write(here, "devbot", "Orders live in PostgreSQL");
  CHECK(here.has_outbox());
  CHECK(superseded_by(here, id).empty());
  CHECK_FALSE(there.records().target({}, id, "shop"));
  settle();
  CHECK_FALSE(here.has_outbox());
  CHECK(must(there.records().target({}, id, "shop")).title == "Orders live in PostgreSQL");
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
  CHECK(must(there.records().check_words()) == "ok");
}

TEST_CASE_METHOD(
    ProjectionFixture,
    "what is written, updated and purged in one batch is found by its last words only") {
  const std::string kept = crew.write(here, "devbot", "Orders live in files");
  const std::string secret = crew.write(here, "devbot", "Do not tell: hunter2");
  REQUIRE(crew.revise(here, "devbot", kept, 1, "Orders live in PostgreSQL"));
  must(here.records().purge({}, secret, "a secret", crew.by("operator")));
  crew.write(here, "devbot", "Bills live in PostgreSQL");
  here.settle(log);
  there.read(log, 1000);
  CHECK(there.found("hunter2").empty());
  CHECK(there.found("files").empty());
  CHECK(there.found("PostgreSQL").size() == 2);
  CHECK(there.found("orders live in PostgreSQL").front() == kept);
}

TEST_CASE_METHOD(ProjectionFixture,
                 "of two who supersede one record the first in the log wins, everywhere") {
  const std::string old = crew.write(here, "devbot", "Orders live in files");
  settle();
  const std::string mine = crew.write(here, "devbot", "Orders live in PostgreSQL");
  const std::string theirs = crew.write(there, "infrabot", "Orders live in SQLite");
  REQUIRE(crew.supersede(here, "devbot", old, mine));
  REQUIRE(crew.supersede(there, "infrabot", old, theirs));
  CHECK(superseded_by(here, old) == mine);
  CHECK(superseded_by(there, old) == theirs);
  there.settle(log);
  here.read(log, 1000);
  CHECK(superseded_by(here, old) == theirs);
  settle();
  CHECK(superseded_by(here, old) == theirs);
  CHECK(superseded_by(there, old) == theirs);
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
  CHECK(must(here.projection().troubles({})).conflicts == 1);
  CHECK_THAT(here.dump(), Catch::Contains("refused") && Catch::Contains(theirs));
}

TEST_CASE_METHOD(ProjectionFixture,
                 "of two updates of one revision the first in the log wins, everywhere") {
  const std::string id = crew.write(here, "devbot", "Orders live in files");
  settle();
  std::vector<std::string> mine;
  REQUIRE(here.records().revise(
      {{}, mine}, {id, 1, draft("Orders live in PostgreSQL")}, crew.by("devbot")));
  REQUIRE(crew.revise(here, "devbot", id, 2, "Orders live in PostgreSQL 16"));
  REQUIRE(crew.revise(there, "devbot", id, 1, "Orders live in SQLite"));
  REQUIRE(mine.size() == 1);
  CHECK(must(here.projection().fate({}, mine[0])).is_waiting);
  there.settle(log);
  here.read(log, 1000);
  CHECK(must(here.records().target({}, id, "shop")).title == "Orders live in SQLite");
  settle();
  const auto fate = must(here.projection().fate({}, mine[0]));
  CHECK(fate.is_read_back);
  CHECK_THAT(fate.conflict, Catch::Contains("another revision 2"));
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
  CHECK(must(here.records().check_words()) == "ok");
  CHECK(must(here.records().check_words()) == must(there.records().check_words()));
}

TEST_CASE_METHOD(ProjectionFixture, "a change whose acknowledgement was lost counts once") {
  const std::string id = crew.write(here, "devbot", "Orders live in files");
  here.deliver_unheard(log);
  here.deliver_unheard(log);
  here.settle(log);
  settle();
  CHECK(log.messages.size() == 3);
  CHECK(must(here.records().history({}, id, "shop")).changes.size() == 1);
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
}

TEST_CASE_METHOD(ProjectionFixture,
                 "what speaks of a record is delivered after the record, whoever said it") {
  const std::string id = crew.write(here, "devbot", "A pattern", memory::RecordType::pattern);
  REQUIRE(here.records().confirm({}, {id, memory::Outcome::worked, "Twice."}, crew.by("infrabot")));
  CHECK(here.deliver(log, 10, "infrabot") == 0);
  CHECK(here.deliver(log, 10, "devbot") == 1);
  CHECK(here.deliver(log, 10, "infrabot") == 1);
  settle();
  CHECK(here.dump() == there.dump());
}

TEST_CASE_METHOD(ProjectionFixture,
                 "what was purged is gone everywhere, and what others said of it since") {
  const std::string id = crew.write(here, "devbot", "Do not tell: hunter2");
  settle();
  REQUIRE(crew.revise(there, "devbot", id, 1, "Do not tell: hunter3"));
  REQUIRE(here.records().purge({}, id, "a secret", crew.by("operator")));
  settle();
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
  CHECK_THAT(here.dump(), Catch::Contains("a secret") && !Catch::Contains("hunter"));
  CHECK_FALSE(there.records().target({}, id, "shop"));
}

TEST_CASE_METHOD(ProjectionFixture, "what a purged record took the place of does not come back") {
  const std::string old = crew.write(here, "devbot", "Orders live in files");
  const std::string secret = crew.write(here, "devbot", "Do not tell: hunter2");
  REQUIRE(crew.supersede(here, "devbot", old, secret));
  settle();
  purge(here, secret);
  settle();
  CHECK(log.messages.size() == 3);
  CHECK(superseded_by(there, old) == secret);
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
  Machine late;
  late.read(log, 2);
  CHECK(superseded_by(late, old) == secret);
  late.read(log, 1);
  CHECK(late.dump() == here.dump());
}

TEST_CASE_METHOD(ProjectionFixture,
                 "of two who purge one record the first in the log has said why") {
  const std::string id = crew.write(here, "devbot", "Do not tell: hunter2");
  settle();
  must(here.records().purge({}, id, "a secret", crew.by("operator")));
  must(there.records().purge({}, id, "a password", crew.by("operator")));
  there.settle(log);
  settle();
  CHECK_FALSE(here.has_outbox());
  CHECK_THAT(here.dump(), Catch::Contains("a password") && !Catch::Contains("a secret"));
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
}

TEST_CASE_METHOD(ProjectionFixture,
                 "a circle of successors is refused, and forgotten with one of its records") {
  const std::string one = crew.write(here, "devbot", "One");
  const std::string two = crew.write(here, "devbot", "Two");
  const std::string three = crew.write(here, "devbot", "Three");
  settle();
  REQUIRE(crew.supersede(there, "infrabot", three, one));
  REQUIRE(crew.supersede(here, "devbot", one, two));
  REQUIRE(crew.supersede(here, "devbot", two, three));
  here.settle(log);
  settle();
  CHECK(must(here.projection().troubles({})).conflicts == 1);
  purge(here, two);
  settle();
  CHECK(must(there.projection().troubles({})).conflicts == 0);
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
}

TEST_CASE_METHOD(ProjectionFixture, "what names a successor before the log has it finds it later") {
  const std::string old = crew.write(here, "devbot", "Orders live in files");
  const std::string newer = crew.write(here, "devbot", "Orders live in PostgreSQL");
  REQUIRE(crew.supersede(here, "devbot", old, newer));
  const auto lines = must(here.projection().next_to_deliver({}, {.count = 10}));
  REQUIRE(lines.size() == 2);
  log.append(lines[0].line);
  must(here.projection().acknowledge({},
                                     std::vector<memory::Projection::Acknowledged>{
                                         {lines[0].change_id, 1}, {lines[1].change_id, 3}}));
  const auto superseded = must(here.projection().next_to_deliver({}, {.count = 10}));
  REQUIRE(superseded.size() == 1);
  log.append(superseded[0].line);
  there.read(log, 10);
  CHECK(superseded_by(there, old) == newer);
  log.append(lines[1].line);
  settle();
  CHECK(must(there.records().history({}, newer, "shop")).before == std::vector{old});
  CHECK(here.dump() == there.dump());
}

TEST_CASE_METHOD(ProjectionFixture,
                 "a change of ours that the log holds where it does not count waits no more") {
  crew.write(here, "devbot", "Orders live in files");
  const auto mine = must(here.projection().next_to_deliver({}, {.count = 1})).front();
  LogMessage misplaced{.sequence = 1, .subject = "memory.elsewhere", .line = mine.line};
  misplaced.defect = "the subject says elsewhere";
  log.messages.push_back(misplaced);
  log.last_sequence = 1;
  const memory::Projection::Acknowledged stored{mine.change_id, 1};
  SECTION("when it is read back after the acknowledgement") {
    must(here.projection().acknowledge({}, {&stored, 1}));
    here.read(log, 1);
  }
  SECTION("when it is read back before") {
    here.read(log, 1);
    CHECK(here.has_outbox());
    must(here.projection().acknowledge({}, {&stored, 1}));
  }
  CHECK_FALSE(here.has_outbox());
  const auto fate = must(here.projection().fate({}, mine.change_id));
  CHECK(fate.is_read_back);
  CHECK(fate.is_set_aside);
  CHECK(fate.conflict == "the subject says elsewhere");
}

TEST_CASE_METHOD(ProjectionFixture,
                 "an acknowledgement that comes after its change was read back is nobody else's") {
  crew.write(here, "devbot", "Orders live in files");
  const auto first = must(here.projection().next_to_deliver({}, {.count = 1})).front();
  const std::int64_t sequence = log.append(first.line);
  here.read(log, 10);
  const std::string second = crew.write(here, "devbot", "Sessions live in Redis");
  const memory::Projection::Acknowledged late{first.change_id, sequence};
  REQUIRE(here.projection().acknowledge({}, {&late, 1}));
  const auto next = must(here.projection().next_to_deliver({}, {.count = 1}));
  REQUIRE(next.size() == 1);
  CHECK(next.front().record_id == second);
}

TEST_CASE_METHOD(ProjectionFixture,
                 "a line that was sent here is read in full once it waits no more") {
  const std::string id = crew.write(here, "devbot", "Orders live in files");
  const auto mine = must(here.projection().next_to_deliver({}, {.count = 1})).front();
  LogMessage unread{.sequence = 1, .subject = "memory", .line = mine.line};
  unread.sent_as = ChangeKind::written;
  SECTION("by whom it did not come from") {
    must(there.projection().take_in({}, log.created_ms, {&unread, 1}));
    CHECK(must(there.records().target({}, id, "shop")).id == id);
  }
  SECTION("and is set aside if it cannot be read") {
    unread.line = "nonsense";
    must(there.projection().take_in({}, log.created_ms, {&unread, 1}));
    CHECK(must(there.projection().troubles({})).quarantined == 1);
  }
}

TEST_CASE_METHOD(ProjectionFixture, "what waits can be looked through from any place on") {
  for (const char* title :
       {"Orders live in files", "Sessions live in Redis", "Ducks live in ponds"})
    crew.write(here, "devbot", title);
  const auto all = must(here.projection().next_to_deliver({}, {.count = 10}));
  REQUIRE(all.size() == 3);
  const auto behind =
      must(here.projection().next_to_deliver({}, {.behind = all[0].number, .count = 1}));
  REQUIRE(behind.size() == 1);
  CHECK(behind[0].change_id == all[1].change_id);
}

TEST_CASE_METHOD(ProjectionFixture,
                 "of what was looked up, what a purge took back or the log has waits no more") {
  const std::string purged = crew.write(here, "devbot", "The password is written here");
  for (const char* title : {"Orders live in files", "Sessions live in Redis"})
    crew.write(here, "devbot", title);
  auto waiting = must(here.projection().next_to_deliver({}, {.count = 10}));
  REQUIRE(waiting.size() == 3);
  const std::string left = waiting[2].change_id;
  must(here.records().purge({}, purged, "a secret", crew.by("operator")));
  const memory::Projection::Acknowledged known{waiting[1].change_id, 1};
  REQUIRE(here.projection().acknowledge({}, {&known, 1}));
  REQUIRE(here.projection().keep_waiting({}, waiting));
  REQUIRE(waiting.size() == 1);
  CHECK(waiting.front().change_id == left);
}

TEST_CASE_METHOD(ProjectionFixture,
                 "who sends for all expects the last that anybody said of the record") {
  const std::string id = crew.write(here, "devbot", "Count ducks", memory::RecordType::pattern);
  here.settle(log);
  must(here.records().confirm({}, {id, memory::Outcome::worked, "It did."}, crew.by("infrabot")));
  const auto sent_by_all = must(here.projection().next_to_deliver({}, {.count = 1}));
  const auto sent_by_one =
      must(here.projection().next_to_deliver({}, {.agent = "infrabot", .count = 1}));
  CHECK(sent_by_all.front().after == 1);
  CHECK(sent_by_one.front().after == 0);
}

TEST_CASE_METHOD(ProjectionFixture, "what waits is described as its line says it") {
  const std::string id = crew.write(here, "devbot", "Orders live in files");
  must(crew.revise(here, "devbot", id, 1, "Orders live in PostgreSQL"));
  // A revision that is no longer the current one is described by its line alone.
  CHECK(must(here.projection().next_to_deliver({}, {.count = 1})).front().project.empty());
  here.deliver(log, 1);
  const auto updated = must(here.projection().next_to_deliver({}, {.count = 1})).front();
  CHECK(updated.title == "Orders live in PostgreSQL");
  CHECK(updated.project == "shop");
  CHECK_THAT(updated.line, Catch::Contains("\"at\":\"" + updated.at + "\""));
}

TEST_CASE_METHOD(ProjectionFixture,
                 "after many messages at once the indexes are as for single writes") {
  constexpr int many = 250;
  for (int number = 0; number < many; ++number)
    crew.write(here, "devbot", "Ducks live in pond " + std::to_string(number));
  settle();
  auto connection = must(sqlite::Connection::open(
      there.file(), sqlite::Access::read_only, std::chrono::milliseconds(1000)));
  for (const char* index : {"record_words", "record_fragments"}) {
    auto row = must(connection.prepare("SELECT (SELECT v FROM " + std::string(index) +
                                       "_config WHERE k = 'hashsize'), (SELECT v "
                                       "FROM " +
                                       std::string(index) + "_config WHERE k = 'automerge')"));
    must(row.bind());
    REQUIRE(must(row.step()));
    CHECK(row.integer(0) == 1024 * 1024);
    CHECK(row.integer(1) == 8);
  }
  CHECK(must(there.records().check_words()) == "ok");
  CHECK(here.dump() == there.dump());
}

TEST_CASE_METHOD(ProjectionFixture, "what is no change is set aside and stops nothing") {
  log.append("{\"change\":\"written\"}");
  log.append("nonsense");
  const std::string id = crew.write(here, "devbot", "Orders live in files");
  settle();
  CHECK(must(there.projection().troubles({})).quarantined == 2);
  CHECK(must(there.records().target({}, id, "shop")).id == id);
  CHECK(here.dump() == rebuilt());
}

TEST_CASE_METHOD(ProjectionFixture,
                 "a log that starts over gets everything again, each thing once") {
  const std::string old = crew.write(here, "devbot", "Orders live in files");
  settle();
  const std::string mine = crew.write(here, "devbot", "Orders live in PostgreSQL");
  const std::string theirs = crew.write(there, "infrabot", "Orders live in SQLite");
  REQUIRE(crew.supersede(here, "devbot", old, mine));
  REQUIRE(crew.supersede(there, "infrabot", old, theirs));
  REQUIRE(crew.revise(here, "devbot", mine, 1, "Orders live in PostgreSQL 16"));
  settle();
  const std::size_t messages = log.messages.size();
  log = machines::Log{.created_ms = 2};
  CHECK_FALSE(here.projection().take_in({}, log.created_ms, {}));
  CHECK(must(here.projection().start_over({}, log.created_ms)) ==
        static_cast<std::int64_t>(messages));
  must(there.projection().start_over({}, log.created_ms));
  settle();
  CHECK_FALSE(here.has_outbox());
  CHECK_FALSE(there.has_outbox());
  CHECK(here.dump() == there.dump());
  CHECK(here.dump() == rebuilt());
}

TEST_CASE("whatever three machines do in whatever order, they agree in the end") {
  constexpr unsigned seeds = 40;
  constexpr int steps = 80;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    Life life(seed);
    for (int step = 0; step < steps; ++step)
      life.step();
    life.settle();
    Machine fresh;
    fresh.read(life.log, 100'000);
    const std::string expected = fresh.dump();
    for (Machine& machine : life.machines) {
      CHECK_FALSE(machine.has_outbox());
      CHECK(machine.dump() == expected);
      CHECK(must(machine.records().check_words()) == "ok");
    }
    check_index(life.machines[seed % 3]);
    check_index(fresh);
  }
}
