// Files of past sessions and exported runs become events; the same ones whenever they are read.

#include "mcp-runlog/importing/import.hpp"

#include "desk.hpp"
#include "mcp-runlog/export/jsonl.hpp"
#include "mcp-runlog/story.hpp"
#include "sources/recordings.hpp"

using Catch::Contains;
using runlog::Imported;
using runlog::ImportFormat;

namespace fs = std::filesystem;

namespace {

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines)
    text += line + "\n";
  return text;
}

/// Recorded payloads, each a second after the one before.
std::vector<std::string> hooks_with_times() {
  std::vector<std::string> lines;
  std::int64_t at = 0;
  for (const std::string& payload : recordings::lines_of("hooks.jsonl")) {
    lines.push_back(R"({"at":")" + base::to_iso(happenings::at(at)) + R"(","payload":)" + payload +
                    "}");
    at += 1000;
  }
  return lines;
}

/// The same in each, so that secrets get the same marks.
constexpr const char* key = "runlog.key";

struct ImportWorld {
  ImportWorld() = default;

  explicit ImportWorld(const ImportWorld& same_key) {
    fs::copy_file(same_key.home.path() / key, home.path() / key);
  }

  support::TemporaryDirectory home;
  support::TemporaryDirectory files;
  desk::Desk devbot{home.path()};

  base::Result<Imported> tried(const fs::path& file,
                               std::optional<ImportFormat> format = std::nullopt) const {
    return runlog::import_file(file, format, recordings::surroundings(), [&](auto delivery) {
      return devbot.run_log().take({}, std::move(delivery));
    });
  }

  Imported import(const fs::path& file, std::optional<ImportFormat> format = std::nullopt) const {
    const auto done = tried(file, format);
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
    return *done;
  }

  std::string refusal(const fs::path& file,
                      std::optional<ImportFormat> format = std::nullopt) const {
    const auto done = tried(file, format);
    REQUIRE_FALSE(done);
    return done.error().message;
  }

  std::string exported(const std::string& run_id) const {
    const auto story = runlog::story_of(devbot.run_log(), {}, run_id, runlog::Bodies::all);
    INFO((story ? "" : story.error().message));
    REQUIRE(story);
    return runlog::run_lines(*story);
  }

  std::vector<std::string> run_ids() const {
    return devbot.must("list_runs", R"({"limit":100})").each("runs", "run_id");
  }
};

}  // namespace

TEST_CASE_METHOD(ImportWorld, "every format is known by its first line, and twice adds nothing") {
  using namespace happenings;
  const runlog::RunLines run{run_a, {start(run_a, 0)}};
  const std::pair<ImportFormat, std::string> all[] = {
      {ImportFormat::hooks, text_of(hooks_with_times())},
      {ImportFormat::hooks, text_of(recordings::lines_of("hooks.jsonl"))},
      {ImportFormat::transcript, text_of(recordings::lines_of("transcript.jsonl"))},
      {ImportFormat::stream_json, text_of(recordings::lines_of("stream.jsonl"))},
      {ImportFormat::events, runlog::event_line(of_run(run_b, note("An event", 0))) + "\n"},
      {ImportFormat::run, runlog::run_lines(run)}};
  for (const auto& [format, text] : all) {
    const ImportWorld world;
    INFO(text.substr(0, 200));
    CHECK(runlog::format_of(text.substr(0, text.find('\n'))) == format);
    const fs::path file = world.files.write("any.jsonl", "\n" + text);
    const Imported first = world.import(world.files.write("any.jsonl", text));
    CHECK(first.added > 0);
    CHECK(first.unreadable == 0);
    const Imported again = world.import(file);
    CHECK(again.added == 0);
    CHECK(again.known == first.added + first.known);
  }
}

TEST_CASE_METHOD(ImportWorld, "recorded payloads keep their times, agents, runs and clocks") {
  const fs::path file = files.write(
      "hooks.jsonl",
      R"({"at":"2026-11-22T20:27:00Z","agent":"infrabot","run_id":"0199c0de-0000-7000-8000-00000000000a","clock":"host:far","payload":{"hook_event_name":"Stop","session_id":"s"}})");
  import(file);
  const auto events = devbot.store().events_of({}, happenings::run_a, runlog::Bodies::all);
  REQUIRE(events);
  REQUIRE(events->size() == 1);
  CHECK(base::to_iso(events->front().at) == "2026-11-22T20:27:00.000Z");
  CHECK(events->front().agent == "infrabot");
  CHECK(events->front().clock == "host:far");
}

TEST_CASE_METHOD(ImportWorld, "lines in another order give the same timeline to the byte") {
  const auto lines = hooks_with_times();
  import(files.write("hooks.jsonl", text_of(lines)));
  const std::string expected = exported(recordings::run);
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const ImportWorld other(*this);
    const auto mixed = happenings::shuffled(lines, seed);
    other.import(other.files.write("mixed.jsonl", text_of(mixed)));
    CHECK(other.exported(recordings::run) == expected);
  }
}

TEST_CASE_METHOD(ImportWorld,
                 "a run that is exported and imported elsewhere is the same to the byte") {
  import(files.write("hooks.jsonl", text_of(hooks_with_times())));
  import(files.write("transcript.jsonl", text_of(recordings::lines_of("transcript.jsonl"))));
  for (const std::string& run_id : run_ids()) {
    const ImportWorld other;
    const std::string bytes = exported(run_id);
    const Imported done = other.import(files.write("run.jsonl", bytes));
    CHECK(done.unreadable == 0);
    CHECK(other.exported(run_id) == bytes);
  }
}

TEST_CASE_METHOD(ImportWorld,
                 "what has no time of its own gets that of the file, whenever it is read") {
  const fs::path file =
      files.write("hooks.jsonl", R"({"hook_event_name":"Stop","session_id":"s"})");
  fs::last_write_time(
      file,
      std::chrono::file_clock::from_sys(std::chrono::sys_time<std::chrono::milliseconds>(
          std::chrono::milliseconds(1'700'000'000'000))));
  import(file);
  const auto events =
      devbot.store().events_of({}, runlog::run_of_session("s"), runlog::Bodies::all);
  REQUIRE(events);
  CHECK(events->front().at == base::Instant(std::chrono::milliseconds(1'700'000'000'000)));
}

TEST_CASE_METHOD(ImportWorld, "what was deleted stays deleted, and is counted") {
  const fs::path file = files.write("hooks.jsonl", text_of(hooks_with_times()));
  const Imported first = import(file);
  REQUIRE(
      devbot.store().delete_run({}, {recordings::run, "devbot", "Private.", happenings::at(0)}));
  const Imported again = import(file);
  CHECK(again.deleted > 0);
  CHECK(again.added == 0);
  CHECK(again.deleted + again.known == first.added);
}

TEST_CASE_METHOD(ImportWorld,
                 "a line that cannot be read is kept, counted, and costs the others nothing") {
  auto lines = recordings::lines_of("transcript.jsonl");
  const Imported whole = import(files.write("whole.jsonl", text_of(lines)));
  const ImportWorld other;
  lines.insert(lines.begin() + 3, "{\"half\":");
  const Imported done = other.import(other.files.write("broken.jsonl", text_of(lines)));
  CHECK(done.unreadable == 1);
  CHECK(done.added == whole.added + 1);
  CHECK(done.lines == whole.lines + 1);
  CHECK_THAT(other.exported(runlog::run_of_session(recordings::session)),
             Contains("Could not be read"));
}

TEST_CASE_METHOD(ImportWorld, "files that nobody can tell are refused with clear words") {
  CHECK_THAT(refusal(files.path() / "none.jsonl"), Contains("there is no such file"));
  CHECK_THAT(refusal(files.path()), Contains("there is no such file, or it cannot be read"));
  for (const char* text : {"plain words\n", "[1]\n", "{}\n", "\xff\xfe\n", "{\"a\":1}\n"})
    CHECK_THAT(refusal(files.write("odd.txt", text)),
               Contains("odd.txt") && Contains("--format with one of run, events, hooks"));
  CHECK(import(files.write("empty.jsonl", "")).lines == 0);
  CHECK(run_ids().empty());
}

TEST_CASE_METHOD(ImportWorld,
                 "half of an exported run is refused as a whole, and the line is named") {
  import(files.write("hooks.jsonl", text_of(hooks_with_times())));
  const std::string bytes = exported(recordings::run);
  const ImportWorld other;
  const std::string cut = bytes.substr(0, bytes.size() / 2);
  CHECK_THAT(other.refusal(other.files.write("cut.jsonl", cut)),
             Contains("cut.jsonl") && Contains("line "));
  CHECK_THAT(other.refusal(other.files.write("twice.jsonl", bytes + bytes)), Contains("line "));
  CHECK(other.run_ids().empty());
}

TEST_CASE_METHOD(ImportWorld,
                 "lines of a transcript that name no session belong to the one that others name") {
  const std::string summary = R"({"type":"summary","summary":"The cart","leafUuid":"x"})";
  const auto lines = recordings::lines_of("transcript.jsonl");
  std::vector<std::vector<std::string>> orders(2);
  orders[0].push_back(summary);
  for (const std::string& line : lines)
    for (auto& order : orders)
      order.push_back(line);
  orders[1].push_back(summary);
  for (const auto& order : orders) {
    const ImportWorld world;
    world.import(world.files.write("copy-of-a-session.jsonl", text_of(order)));
    CHECK_THAT(world.exported(runlog::run_of_session(recordings::session)),
               Contains("Summary: The cart"));
  }
}

TEST_CASE_METHOD(ImportWorld,
                 "a transcript in which no line names a session is named by its file") {
  const std::string summary = R"({"type":"summary","summary":"The cart","leafUuid":"x"})"
                              "\n";
  import(files.write(recordings::session + ".jsonl", summary));
  CHECK(run_ids() == std::vector<std::string>{runlog::run_of_session(recordings::session)});
  const ImportWorld other;
  CHECK(other.import(other.files.write("notes.jsonl", summary)).added == 1);
  CHECK(other.run_ids().empty());
}
