// delete and doctor.

#include <fstream>
#include <iterator>

#include "commands/run_log_home.hpp"
#include "mcp-runlog/spool/spool.hpp"

using Catch::Contains;
using happenings::run_a;
using happenings::run_b;

namespace {

struct UpkeepFixture : commands::RunLogHome {
  UpkeepFixture() { fill(); }
};

std::string bytes_below(const std::filesystem::path& directory) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(in), {});
  }
  return bytes;
}

}  // namespace

TEST_CASE_METHOD(UpkeepFixture,
                 "a deleted run is gone for good, and who deleted it and why is kept") {
  CHECK_THAT(bytes_below(home.path()), Contains("red note"));
  const std::string said = must({"delete", run_a, "--reason", "It named a person."});
  CHECK_THAT(said, Contains("5 events of run") && Contains("A tombstone stays"));
  CHECK_THAT(bytes_below(home.path()), !Contains("red note") && !Contains("It is green."));
  CHECK_THAT(refused({"show", run_a}),
             Contains("deleted by local") && Contains("It named a person."));
  CHECK_THAT(must({"list"}), Contains(run_b) && !Contains(run_a));
  fill();
  CHECK_THAT(refused({"show", run_a}), Contains("deleted by local"));
}

TEST_CASE_METHOD(UpkeepFixture, "only a whole id and a reason delete a run") {
  CHECK_THAT(refused({"delete", "a", "--reason", "x"}), Contains("give the whole id"));
  CHECK_THAT(refused({"delete", run_a}), Contains("--reason"));
  CHECK_THAT(refused({"delete", "0199c0de-0000-7000-8000-0000000000ff", "--reason", "x"}),
             Contains("nothing is known of run"));
  CHECK_THAT(must({"list"}), Contains(run_a));
}

TEST_CASE_METHOD(UpkeepFixture, "doctor finds nothing wrong with what is well") {
  const runlog::Event event = happenings::of_run(run_b, happenings::note("Waiting", 0));
  runlog::Spool spool(home.path());
  REQUIRE(spool.append({&event, 1}));
  const std::string said = must({"doctor"});
  CHECK_THAT(said, Contains("bodies for ever, logs for ever, events for ever"));
  CHECK_THAT(said, Contains("empty: everything that was told is stored"));
  CHECK_THAT(said, Contains("the full-text index fits the events"));
  CHECK_THAT(said, Contains("hook host:one: 6 events"));
}

TEST_CASE_METHOD(UpkeepFixture, "doctor names what is wrong, and fails") {
  {
    const desk::Desk devbot(home.path());
    REQUIRE(devbot.store().note_trouble(
        {}, {runlog::Source::log, "deploy.log"}, "the file is gone", happenings::at(0)));
  }
  const auto troubled = run({"doctor"});
  CHECK(troubled.exit_code == 1);
  home.write("runlog.yaml", "retention: {bodies: never}\n");
  const auto misread = run({"doctor"});
  CHECK(misread.exit_code == 1);
  std::string text;
  for (const std::string& line : misread.lines)
    text += line + "\n";
  CHECK_THAT(text, Contains("runlog.yaml:1"));
}

TEST_CASE_METHOD(UpkeepFixture,
                 "doctor makes the index anew, and a first look at nothing is well") {
  CHECK_THAT(must({"doctor", "--repair"}), Contains("made anew from 6 events"));
  const commands::RunLogHome empty;
  CHECK_THAT(empty.must({"doctor"}), Contains("are the hooks wired?"));
}
