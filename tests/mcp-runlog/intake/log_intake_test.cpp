#include "mcp-runlog/intake/log_intake.hpp"

#include <fstream>
#include <thread>

#include "base/format.hpp"
#include "intake/remembered.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/temporary_directory.hpp"

namespace runlog {
namespace {

using support::eventually;
using Titles = std::vector<std::string>;

constexpr const char* run = "0199c0de-0000-7000-8000-000000000002";
constexpr const char* other_run = "0199c0de-0000-7000-8000-000000000003";

std::string marked_line(std::string_view text, const char* of = run) {
  return base::format("{} [run={}]\n", text, of);
}

struct LogWorld {
  void append(std::string_view bytes) const {
    std::ofstream(log, std::ios::binary | std::ios::app) << bytes;
  }

  std::vector<LogSource> sources() const {
    std::vector<LogSource> all;
    all.push_back(log_source({Source::log, log.string()}, log, remembered.position()));
    return all;
  }

  LogIntake intake(LineRules rules = {}) {
    return {remembered.sink(), remembered.trouble_heard(), std::move(rules), base::system_clock()};
  }

  TakenIn read_once(const LineRules& rules = {}) {
    auto all = sources();
    auto taken = intake(rules).read_once({}, all);
    REQUIRE(taken);
    return *taken;
  }

  support::TemporaryDirectory directory;
  std::filesystem::path log = directory.path() / "app.log";
  Remembered remembered;
};

/// Follows the log of a world for as long as it lives.
struct Following {
  explicit Following(LogWorld& world)
      : thread([&world](const std::stop_token& stop) {
          auto sources = world.sources();
          auto intake = world.intake();
          intake.follow(stop, sources);
        }) {}

  std::jthread thread;
};

TEST_CASE("lines that name a run are taken in once, however often the log is read") {
  LogWorld world;
  world.append(marked_line("one") + "no run\n" + marked_line("two"));
  const TakenIn first = world.read_once();
  CHECK(first.lines == 3);
  CHECK(first.events.added == 2);
  world.append(marked_line("three"));
  const TakenIn second = world.read_once();
  CHECK(second.lines == 1);
  CHECK(world.remembered.titles() == Titles{"one", "two", "three"});
  CHECK(world.remembered.known() == 0);
}

TEST_CASE("a last line without its end waits for the next time") {
  LogWorld world;
  const std::string line = marked_line("one");
  world.append(line.substr(0, line.size() - 1));
  CHECK(world.read_once().events.added == 0);
  world.append(" goes on\n" + marked_line("two"));
  CHECK(world.read_once().events.added == 2);
  CHECK(world.remembered.titles() == Titles{"one goes on", "two"});
}

TEST_CASE("a last line without its end that is said to be whole is taken in, and not doubled") {
  LogWorld world;
  const LineRules rules{.has_last_line = true};
  const std::string line = marked_line("one");
  world.append(line.substr(0, line.size() - 1));
  CHECK(world.read_once(rules).events.added == 1);
  world.append("\n" + marked_line("two"));
  CHECK(world.read_once(rules).events.known == 1);
  CHECK(world.remembered.titles() == Titles{"one", "two"});
}

TEST_CASE("a line without a time has the one that was told last, also by an earlier reading") {
  LogWorld world;
  world.append(marked_line("early") + "2026-11-22T20:27:04Z no run\n" + marked_line("late"));
  world.read_once();
  world.append(marked_line("later"));
  world.read_once();
  CHECK(world.remembered.times() ==
        Titles{"2026-11-22T20:27:04.000Z", "2026-11-22T20:27:04.000Z", "2026-11-22T20:27:04.000Z"});
}

TEST_CASE("what was told in an older generation does not count for the next") {
  LogWorld world;
  world.append("2026-11-22T20:27:04Z " + marked_line("one"));
  world.read_once();
  std::filesystem::rename(world.log, world.log.string() + ".1");
  world.append(marked_line("two") + "2026-11-23T20:27:04Z no run\n");
  world.read_once();
  CHECK(world.remembered.times() == Titles{"2026-11-22T20:27:04.000Z", "2026-11-23T20:27:04.000Z"});
}

TEST_CASE("only a log in which no line tells a time has that of reading") {
  LogWorld world;
  world.append(marked_line("one"));
  const base::Instant before = base::system_clock()();
  world.read_once();
  REQUIRE(world.remembered.count() == 1);
  CHECK(world.remembered.times().front() >= base::to_iso(before));
}

TEST_CASE("only lines of one run are taken in if that is wanted") {
  LogWorld world;
  world.append(marked_line("one") + marked_line("two", other_run) + "no run\n");
  LineRules rules{.only_run = other_run};
  rules.surroundings.run_id = other_run;
  SECTION("that name it") {
    world.read_once(rules);
    CHECK(world.remembered.titles() == Titles{"two"});
  }
  SECTION("or name none") {
    rules.unmarked = Unmarked::taken;
    world.read_once(rules);
    CHECK(world.remembered.titles() == Titles{"two", "no run"});
  }
}

TEST_CASE("reading once stops at an error and stores no place behind it") {
  LogWorld world;
  world.append(marked_line("one"));
  world.remembered.fail(true);
  auto sources = world.sources();
  CHECK_FALSE(world.intake().read_once({}, sources));
  world.remembered.fail(false);
  world.read_once();
  CHECK(world.remembered.titles() == Titles{"one"});
}

TEST_CASE("reading once says that a file is missing") {
  LogWorld world;
  auto sources = world.sources();
  const auto taken = world.intake().read_once({}, sources);
  REQUIRE_FALSE(taken);
  CHECK(taken.error().kind == base::ErrorKind::not_found);
}

TEST_CASE("a log is followed from before it is there, through a rotation") {
  LogWorld world;
  const Following following(world);
  REQUIRE(eventually([&] { return world.remembered.has_trouble("app.log"); }));
  world.append(marked_line("one"));
  REQUIRE(eventually([&] { return world.remembered.count() == 1; }));
  std::filesystem::rename(world.log, world.log.string() + ".1");
  world.append(marked_line("two"));
  REQUIRE(eventually([&] { return world.remembered.count() == 2; }));
  CHECK(world.remembered.titles() == Titles{"one", "two"});
  CHECK(world.remembered.troubles().size() == 1);
}

TEST_CASE("a delivery that cannot be stored is tried again, and the trouble told once") {
  LogWorld world;
  world.remembered.fail(true);
  world.append(marked_line("one"));
  const Following following(world);
  REQUIRE(eventually([&] { return world.remembered.failures() >= 2; }));
  CHECK(world.remembered.troubles() == Titles{"the disk is full"});
  world.remembered.fail(false);
  REQUIRE(eventually([&] { return world.remembered.count() == 1; }));
}

TEST_CASE("a feed that was in trouble delivers as soon as it is well, also without an event") {
  LogWorld world;
  const Following following(world);
  REQUIRE(eventually([&] { return world.remembered.has_trouble("app.log"); }));
  CHECK(world.remembered.deliveries() == 0);
  world.append("no run\n");
  REQUIRE(eventually([&] { return world.remembered.deliveries() == 1; }));
  CHECK(world.remembered.count() == 0);
}

TEST_CASE("following ends by itself when every source has ended, else when it is stopped") {
  LogWorld world;
  std::vector<LogSource> none;
  CHECK(world.intake().follow({}, none).lines == 0);
  world.append(marked_line("one"));
  Following following(world);
  REQUIRE(eventually([&] { return world.remembered.count() == 1; }));
  following.thread.request_stop();
  following.thread.join();
}

}  // namespace
}  // namespace runlog
