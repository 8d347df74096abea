// The power fails at any moment, also on a disk that has failed to sync before: what was
// acknowledged is there, and the store is whole.

#include "support/power_cut.hpp"

#include <set>

#include "fixture.hpp"
#include "support/captured_stderr.hpp"

using fixture::add;
using support::PowerCut;
using support::SyncOutcome;

namespace {

using Bodies = std::set<std::string>;

constexpr sqlite::WalLimits no_checkpoints{1000, 2000, 3000};

sqlite::Options impatient(const std::filesystem::path& path, sqlite::WalLimits limits) {
  auto options = fixture::options(path);
  options.lock_wait = std::chrono::milliseconds(10);  // nobody lets go meanwhile
  options.wal_limits = limits;
  return options;
}

base::Result<Bodies> bodies_in(sqlite::Connection& connection) {
  auto rows = TRY(connection.prepare("SELECT body FROM note"));
  Bodies bodies;
  while (TRY(rows.step()))
    bodies.emplace(rows.text(0));
  return bodies;
}

/// One store, and what its writers were told is in it.
class Machine {
 public:
  sqlite::Database program(sqlite::WalLimits limits = no_checkpoints) const {
    return sqlite::Database(impatient(path(), limits));
  }

  std::filesystem::path path() const { return directory_.path() / "a.db"; }

  bool add_noted(sqlite::Database& database, const std::string& body) {
    const bool is_acknowledged = static_cast<bool>(add(database, body));
    if (is_acknowledged) note(body);
    return is_acknowledged;
  }

  void note(const std::string& body) { acknowledged_.insert(body); }

  void forget(const std::string& body) { acknowledged_.erase(body); }

  /// Power on again, after a cut at this moment. Empty if all is well.
  std::string trouble_after_cut(std::mt19937* dice = nullptr) const {
    const support::TemporaryDirectory elsewhere;
    const auto copy = elsewhere.path() / "a.db";
    power_.copy(path(), copy, dice);
    auto connection =
        sqlite::Connection::open(copy, sqlite::Access::read_write, std::chrono::milliseconds(300));
    if (!connection) return connection.error().message;
    const auto trouble = trouble_in(*connection);
    return trouble ? *trouble : trouble.error().message;
  }

  base::Result<std::string> trouble_in(sqlite::Connection& connection) const {
    const std::string integrity = TRY(fixture::text_of(connection, "PRAGMA integrity_check"));
    if (integrity != "ok") return integrity;
    const Bodies bodies = TRY(bodies_in(connection));
    for (const std::string& body : acknowledged_)
      if (bodies.count(body) == 0) return "lost: " + body;
    return std::string();
  }

  /// The first failure: at the n-th sync of the log from now on.
  void fail_log_sync(int number, SyncOutcome outcome = SyncOutcome::failed) {
    power_.at_sync([number, outcome, seen = 0](const std::string& path) mutable {
      return path.ends_with("-wal") && ++seen == number ? outcome : SyncOutcome::done;
    });
  }

  PowerCut& power() { return power_; }

 private:
  support::TemporaryDirectory directory_;
  PowerCut power_{directory_.path()};
  Bodies acknowledged_;
};

std::string long_body(int number) {
  return std::to_string(number) + std::string(300, 'x');
}

}  // namespace

TEST_CASE("nothing that was acknowledged is lost when the power fails, whenever it does",
          "[sqlite]") {
  std::mt19937 dice(GENERATE(1U, 2U, 3U));
  Machine machine;
  auto one = machine.program({3, 9, 1000});
  auto two = machine.program({4, 8, 1000});
  int number = 0;
  bool is_two_writing = false;
  const auto write = [&](sqlite::Database& database) {
    machine.add_noted(database,
                      std::string(dice() % 3 == 0 ? 9000 : 10, 'x') + std::to_string(++number));
  };
  write(one);
  write(two);
  std::string trouble;
  const auto cut_here = [&](std::mt19937* may_be_there) {
    if (trouble.empty()) trouble = machine.trouble_after_cut(may_be_there);
  };
  machine.power().at_sync([&](const std::string&) {
    cut_here(&dice);
    if (is_two_writing || dice() % 3 != 0) return SyncOutcome::done;
    is_two_writing = true;
    write(two);
    is_two_writing = false;
    cut_here(nullptr);
    return SyncOutcome::done;
  });
  for (int round = 0; round < 40; ++round) {
    is_two_writing = dice() % 2 == 0;
    write(is_two_writing ? two : one);
    is_two_writing = false;
    cut_here(nullptr);
    cut_here(&dice);
  }
  CHECK(trouble == "");
  CHECK(number > 48);
}

TEST_CASE("a commit is not acknowledged whose log failed to sync in a checkpoint", "[sqlite]") {
  const support::CapturedStderr warnings;
  Machine machine;
  auto database = machine.program({1, 1000, 1000});
  for (int number = 0; number < 3; ++number)
    REQUIRE(machine.add_noted(database, std::to_string(number)));
  const int at = GENERATE(1, 2, 3);
  machine.fail_log_sync(at);
  machine.add_noted(database, "perhaps");
  CHECK(machine.trouble_after_cut() == "");
  CHECK(machine.add_noted(database, "after"));
  CHECK(machine.trouble_after_cut() == "");
}

TEST_CASE("nothing is acknowledged behind a part of the log that the disk has lost", "[sqlite]") {
  Machine machine;
  auto one = machine.program();
  auto other = machine.program();
  REQUIRE(machine.add_noted(one, "one"));
  REQUIRE(machine.add_noted(other, "other"));
  machine.fail_log_sync(1);
  CHECK_FALSE(machine.add_noted(one, "doubted"));
  CHECK(machine.trouble_after_cut() == "");
  SECTION("by a program that has the file open") {
    CHECK_FALSE(machine.add_noted(other, "told by the system"));
    CHECK(machine.add_noted(other, "next"));
  }
  SECTION("by a program that was started since") {
    auto started = machine.program();
    CHECK(machine.add_noted(started, "next"));
  }
  SECTION("by maintenance") {
    CHECK(one.maintain({}, [](sqlite::Connection& connection) {
      return connection.run("INSERT INTO note(body) VALUES('next')");
    }));
    machine.note("next");
  }
  CHECK(machine.trouble_after_cut() == "");
}

TEST_CASE("nothing is acknowledged behind what another program's checkpoint failed to sync",
          "[sqlite]") {
  Machine machine;
  auto one = machine.program();
  auto other = machine.program();
  REQUIRE(machine.add_noted(one, "one"));
  REQUIRE(machine.add_noted(other, "other"));
  int seen = 0;
  machine.power().at_sync([&](const std::string& path) {
    if (!path.ends_with("-wal") || ++seen > 2) return SyncOutcome::done;
    if (seen == 2) return SyncOutcome::failed;
    CHECK_FALSE(other.maintain({}, [](sqlite::Connection& connection) -> base::Result<void> {
      TRY(connection.checkpoint(sqlite::Checkpoint::passive, std::chrono::milliseconds(0)));
      return {};
    }));
    CHECK(machine.add_noted(other, "behind"));
    return SyncOutcome::done;
  });
  machine.add_noted(one, "before");
  CHECK(machine.trouble_after_cut() == "");
}

TEST_CASE("the store is whole when the power fails while a log in doubt is written again",
          "[sqlite]") {
  Machine machine;
  auto database = machine.program();
  const auto other = machine.program();
  for (int number = 0; number < 200; ++number)
    REQUIRE(machine.add_noted(database, long_body(number)));
  machine.fail_log_sync(1);
  const auto doubted =
      database.write<void>({}, [](sqlite::Connection& connection) -> base::Result<void> {
        for (int number = 0; number < 60; ++number)
          TRY(fixture::insert(connection, std::to_string(number * 37 % 61) + long_body(900)));
        return {};
      });
  CHECK_FALSE(doubted);
  std::mt19937 dice(5);
  int cuts = 0;
  std::string trouble;
  machine.power().at_sync([&](const std::string&) {
    for (int round = 0; round < 20; ++round, ++cuts)
      if (trouble.empty()) trouble = machine.trouble_after_cut(&dice);
    return SyncOutcome::done;
  });
  CHECK(machine.add_noted(database, "after"));
  CHECK(trouble == "");
  CHECK(cuts >= 40);
  CHECK(machine.trouble_after_cut() == "");
}

TEST_CASE("what the disk has lost for good is never taken for what was written", "[sqlite]") {
  Machine machine;
  const auto change_first = [](sqlite::Connection& connection) {
    return connection.run("UPDATE note SET body = 'changed' WHERE id = 1");
  };
  {
    auto database = machine.program();
    auto other = machine.program();  // so that the index of the log outlives the first
    for (int number = 0; number < 200; ++number)
      REQUIRE(machine.add_noted(database, long_body(number)));
    REQUIRE(other.read<Bodies>({}, bodies_in));
    machine.fail_log_sync(1, SyncOutcome::reverted);
    CHECK_FALSE(database.write<void>({}, change_first));
    machine.forget(long_body(0));
    const auto refused = add(database, "behind");
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Matchers::Contains("end all programs"));
    CHECK_FALSE(add(other, "behind, too"));
  }
  auto anew = machine.program();
  CHECK(machine.add_noted(anew, "after"));
  const auto trouble = anew.read<std::string>(
      {}, [&](sqlite::Connection& connection) { return machine.trouble_in(connection); });
  REQUIRE(trouble);
  CHECK(*trouble == "");
  CHECK(machine.trouble_after_cut() == "");
}
