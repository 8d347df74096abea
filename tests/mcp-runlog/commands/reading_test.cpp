// list, show, tail and export, as people meet them at a terminal.

#include <csignal>
#include <fstream>
#include <iterator>

#include "commands/run_log_home.hpp"

using Catch::Contains;
using happenings::run_a;
using happenings::run_b;

namespace fs = std::filesystem;

namespace {

struct ReadingFixture : commands::RunLogHome {
  ReadingFixture() { fill(); }
};

}  // namespace

TEST_CASE_METHOD(ReadingFixture, "list shows the runs, newest first, by what is asked for") {
  const std::string all = must({"list"});
  CHECK_THAT(all, Contains(run_a) && Contains("infrabot") && Contains("open"));
  CHECK(all.find(run_b) < all.find(run_a));
  CHECK_THAT(must({"list", "--agent", "devbot"}), Contains(run_a) && !Contains(run_b));
  CHECK_THAT(must({"list", "--status", "ok"}), Contains(run_a) && !Contains(run_b));
  CHECK_THAT(must({"list", "--limit", "1"}), !Contains(run_a) && Contains("--limit 2"));
  CHECK_THAT(must({"list", "--since", "2099-01-01T00:00:00Z"}), Contains("No such run"));
  CHECK_THAT(refused({"list", "--since", "yesterday"}), Contains("--since") && Contains("36h"));
  CHECK_THAT(refused({"list", "--status", "done"}), Contains("orphaned"));
}

TEST_CASE_METHOD(ReadingFixture,
                 "show tells a run from its beginning to its end, in plain text for a pipe") {
  const std::string shown = must({"show", "0000000a"});
  CHECK_THAT(shown, Contains("Mend the build") && Contains("It is green.") && Contains("red note"));
  CHECK_THAT(shown, !Contains("\x1b"));
  CHECK_THAT(must({"show"}), Contains("Roll it out"));
  CHECK_THAT(refused({"show", "ffff"}), Contains("no recent run is called ffff"));
  CHECK_THAT(refused({"show", "0199"}), Contains("2 runs are called 0199"));
}

TEST_CASE_METHOD(ReadingFixture, "tail prints what arrived last, and what arrives from then on") {
  CHECK_THAT(must({"tail", "--once"}), Contains("red note") && !Contains("\x1b"));
  CHECK(must({"tail", "--once", "--last", "0"}).empty());
  CHECK_THAT(must({"tail", "--once", "--run", "b"}),
             Contains("run.start") && !Contains("red note"));
  CHECK(must({"tail", "--once", "--agent", "nobody"}).empty());
  support::ServerProcess process(
      support::runlog_server, {"tail", "--last", "1"}, spooled::variables(home.path()));
  REQUIRE(process.read_line());
  const desk::Desk devbot(home.path());
  devbot.deliver({happenings::of_run(run_b, happenings::note("News", 11'000))});
  const auto line = process.read_line();
  REQUIRE(line);
  CHECK_THAT(*line, Contains("News"));
  process.signal(SIGINT);
  CHECK(process.wait_exit());
}

TEST_CASE_METHOD(ReadingFixture, "a tail that nobody reads ends") {
  support::ServerProcess process(
      support::runlog_server, {"tail", "--last", "1"}, spooled::variables(home.path()));
  REQUIRE(process.read_line());
  process.close_output();
  const desk::Desk devbot(home.path());
  devbot.deliver({happenings::of_run(run_b, happenings::note("News", 11'000))});
  CHECK(process.wait_exit());
}

TEST_CASE_METHOD(ReadingFixture,
                 "export prints a run, or writes it where it is told to and says where") {
  CHECK_THAT(must({"export", "a"}), Contains("<html") && Contains("red note"));
  CHECK_THAT(must({"export", "a", "--format", "markdown"}), Catch::StartsWith("# "));
  const std::string lines = must({"export", "a", "--format", "jsonl"});
  CHECK_THAT(lines, Catch::StartsWith(R"({"format":"agent-smith-run/1")"));
  const std::string printed =
      must({"export", "a", "--format", "jsonl", "--into", (files.path() / "new").string()});
  const fs::path path(std::string(base::trimmed(printed)));
  CHECK(path == files.path() / "new" / (std::string(run_a) + ".jsonl"));
  CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  std::ifstream in(path);
  CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == lines);
  files.write("blocked", "");
  CHECK_THAT(refused({"export", "a", "--into", (files.path() / "blocked").string()}),
             Contains("cannot be written"));
  CHECK_THAT(refused({"export", "a", "--format", "pdf"}), Contains("markdown"));
}

TEST_CASE("where nothing was recorded, every command says so and fails no shell prompt") {
  const commands::RunLogHome empty;
  CHECK_THAT(empty.must({"list"}), Contains("No such run"));
  CHECK(empty.must({"tail", "--once"}).empty());
  CHECK_THAT(empty.refused({"show"}), Contains("nothing was recorded here yet"));
  CHECK_THAT(empty.refused({"export"}), Contains("nothing was recorded here yet"));
}
