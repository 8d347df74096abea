// import: files of past sessions, by the command.

#include "commands/run_log_home.hpp"
#include "sources/recordings.hpp"

using Catch::Contains;

namespace {

struct ImportFilesFixture : commands::RunLogHome {
  std::string recording(const std::string& name) const {
    std::string text;
    for (const std::string& line : recordings::lines_of(name))
      text += line + "\n";
    return files.write(name, text).string();
  }
};

}  // namespace

TEST_CASE_METHOD(ImportFilesFixture,
                 "import says for each file what it brought, and the second time nothing") {
  const std::string hooks = recording("hooks.jsonl");
  const std::string transcript = recording("transcript.jsonl");
  const std::string first = must({"import", hooks, transcript});
  CHECK_THAT(first, Contains(hooks + ": 45 lines") && Contains(transcript + ": 18 lines"));
  CHECK_THAT(first, !Contains("were there before") && !Contains("could not be read"));
  const std::string again = must({"import", hooks, transcript});
  CHECK_THAT(again, Contains(" 0 events added") && Contains("were there before"));
  CHECK_THAT(must({"show", recordings::run}), Contains("The total of the cart is a cent too low."));
}

TEST_CASE_METHOD(ImportFilesFixture,
                 "an export is taken in elsewhere and is the same to the byte there") {
  must({"import", recording("hooks.jsonl")});
  const std::string lines = must({"export", recordings::run, "--format", "jsonl"});
  const commands::RunLogHome other;
  other.must({"import", other.files.write("run.jsonl", lines).string()});
  CHECK(other.must({"export", recordings::run, "--format", "jsonl"}) == lines);
}

TEST_CASE_METHOD(ImportFilesFixture, "whose they are and what run they are of can be said") {
  const std::string file = files
                               .write("one.jsonl",
                                      R"({"hook_event_name":"Stop","session_id":"s"})"
                                      "\n")
                               .string();
  must({"import", "--agent", "infrabot", "--run", happenings::run_a, file});
  CHECK_THAT(must({"list", "--agent", "infrabot"}), Contains("infrabot"));
  CHECK_THAT(must({"show", happenings::run_a}), Contains("The agent finished without a word"));
  CHECK_THAT(refused({"import", "--run", "today", file}),
             Contains("--run today: a run is named by a UUID"));
  CHECK_THAT(refused({"import", "--agent", "no such/name", file}), Contains("--agent"));
}

TEST_CASE_METHOD(ImportFilesFixture,
                 "a file that is none fails, and the others are taken in all the same") {
  const auto done = run({"import",
                         files.write("odd.txt", "plain words\n").string(),
                         (files.path() / "none").string(),
                         recording("hooks.jsonl")});
  CHECK(done.exit_code == 1);
  CHECK_THAT(done.errors,
             Contains("odd.txt: its first line") && Contains("--format") &&
                 Contains("there is no such file"));
  REQUIRE(done.lines.size() == 1);
  CHECK_THAT(done.lines[0], Contains("events added"));
}

TEST_CASE_METHOD(ImportFilesFixture, "a format that is said is believed") {
  const std::string file = files.write("odd.txt", "plain words\n").string();
  CHECK_THAT(must({"import", "--format", "hooks", file}), Contains("1 could not be read"));
  CHECK_THAT(refused({"import", "--format", "pdf", file}), Contains("stream-json"));
}
