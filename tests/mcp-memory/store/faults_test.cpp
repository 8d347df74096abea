// Tools on a disk that fails at each call in turn: an error that says what is wrong, never an
// acknowledgement of what is not durable, nothing moved away, and the next call works.

#include "support/faulty_vfs.hpp"

#include <algorithm>
#include <functional>

#include "desk.hpp"
#include "support/captured_stderr.hpp"
#include "support/environment.hpp"

using support::Fault;
using support::FaultyVfs;
using support::FileCall;

namespace fs = std::filesystem;

namespace {

/// Thousands of commits take long on a disk, and this one fails by itself.
struct OnMemoryDisk {
  const support::Environment place{"TMPDIR", fs::is_directory("/dev/shm") ? "/dev/shm" : nullptr};
  const support::CapturedStderr warnings;
  FaultyVfs disk;
};

std::vector<Fault> troubles() {
  return {{.calls = {FileCall::write}, .code = support::disk_full},
          {.calls = {FileCall::write}, .code = support::disk_full, .lasts = true},
          {.calls = {FileCall::write}},
          {.calls = {FileCall::sync}},
          {.calls = {FileCall::read}},
          {.lasts = true}};
}

/// One that changes something, and what is to be seen of it.
struct Change {
  const char* tool;
  /// Prepares on a good disk; gives the arguments.
  std::function<std::string(const desk::Desk&, const std::string& name)> prepare;
  /// Whether it was done, by the reading of another program.
  std::function<bool(const desk::Desk&, const std::string& name)> is_done;
};

std::string arguments_of(const std::string& id, const std::string& more) {
  return "{\"id\":\"" + id + "\"," + more + "}";
}

/// The one in force whose title this is, among the newest; empty if there is none.
std::string id_titled(const desk::Desk& desk, const std::string& title) {
  const auto found = desk.must("read_records", R"({"limit":4})");
  const json::View records = found.structured().find("records");
  for (std::size_t at = 0; at < records.size(); ++at)
    if (records.item(at).find("title").text() == title)
      return std::string(records.item(at).find("id").text());
  return {};
}

std::string member_of(const desk::Desk& desk, const std::string& title, const char* member) {
  const std::string id = id_titled(desk, title);
  if (id.empty()) return {};
  return desk.must("get_record", "{\"id\":\"" + id + "\"}").member(member);
}

std::string successor_of(const std::string& name) {
  return R"("reason":"It changed.","record":)" + sample::pattern("Successor of " + name);
}

const Change writing = {
    "write_record",
    [](const desk::Desk&, const std::string& name) { return sample::pattern(name); },
    [](const desk::Desk& desk, const std::string& name) { return !id_titled(desk, name).empty(); }};

const Change updating = {
    "update_record",
    [](const desk::Desk& desk, const std::string& name) {
      return arguments_of(desk.write(sample::pattern(name)),
                          R"("expected_revision":1,"set":{"summary":"Another summary."})");
    },
    [](const desk::Desk& desk, const std::string& name) {
      const bool revised = member_of(desk, name, "revision") == "2";
      CHECK(revised == (member_of(desk, name, "summary") == "Another summary."));
      return revised;
    }};

const Change superseding = {
    "supersede_record",
    [](const desk::Desk& desk, const std::string& name) {
      return arguments_of(desk.write(sample::pattern(name)), successor_of(name));
    },
    [](const desk::Desk& desk, const std::string& name) {
      const bool succeeded = !id_titled(desk, "Successor of " + name).empty();
      CHECK(succeeded == id_titled(desk, name).empty());
      return succeeded;
    }};

const Change confirming = {
    "confirm_record",
    [](const desk::Desk& desk, const std::string& name) {
      const auto author = desk.beside("shop", "another");
      return arguments_of(author.write(sample::pattern(name)),
                          R"("outcome":"worked","evidence":"Seen in a run.")");
    },
    [](const desk::Desk& desk, const std::string& name) {
      return member_of(desk, name, "confirmations").find("Seen in a run.") != std::string::npos;
    }};

/// Says which file, and what is wrong or to be done; nothing of the program's own trouble.
void must_be_clear(const std::string& text) {
  INFO(text);
  CHECK(text.find("memory.db") != std::string::npos);
  const auto advice = {"free some space", "check the disk", "check the path", "try again"};
  CHECK(std::any_of(advice.begin(), advice.end(), [&](const char* words) {
    return text.find(words) != std::string::npos;
  }));
}

void must_be_sound(memory::Memory& memory) {
  memory::RecordStore* records = memory.records().value();
  const auto health = records->check();
  REQUIRE(health);
  CHECK(health->integrity == "ok");
  const auto words = records->check_words();
  INFO((words ? "" : words.error().message));
  REQUIRE(words);
  CHECK(*words == "ok");
}

/// Nothing was moved away or put beside.
void must_have_only_its_files(const fs::path& home) {
  for (const auto& file : fs::directory_iterator(home)) {
    const std::string name = file.path().filename().string();
    INFO(name);
    CHECK((name == "memory.db" || name == "memory.db-wal" || name == "memory.db-shm" ||
           name == "memory.db.lock"));
  }
}

/// Calls `round` with the fault at the first, second, third ... call until none is met any more;
/// gives how many were.
template <class Round>
int sweep(FaultyVfs& disk, Fault fault, const Round& round) {
  for (fault.first = 1;; ++fault.first) {
    INFO("fault at call " << fault.first << ", lasting: " << fault.lasts << ", code "
                          << fault.code);
    round(fault);
    disk.heal();
    if (!disk.has_failed()) return fault.first - 1;
    REQUIRE(fault.first < 2000);
  }
}

/// Makes the change with a fault at each call in turn.
void change_on_failing_disk(FaultyVfs& disk, const Change& change) {
  INFO(change.tool);
  int refused = 0;
  int faults = 0;
  for (const Fault& trouble : troubles()) {
    const support::TemporaryDirectory home;
    const desk::Desk desk(home.path());
    faults += sweep(disk, trouble, [&](const Fault& fault) {
      const std::string name = "Subject " + std::to_string(fault.first);
      const std::string arguments = change.prepare(desk, name);
      disk.fail(fault);
      const auto answer = desk.call(change.tool, arguments);
      disk.heal();
      if (answer.is_error) must_be_clear(answer.text);
      refused += answer.is_error ? 1 : 0;
      const desk::Desk afresh(home.path());
      // What was refused may be there nonetheless, if the disk failed after it was written.
      CHECK((change.is_done(afresh, name) || answer.is_error));
      desk.must("write_record", sample::decision("After " + name));
      must_be_sound(desk.memory());
      must_have_only_its_files(home.path());
    });
  }
  CHECK(refused > 5);
  CHECK(faults > 5);
}

/// Purges with a fault at each call in turn.
void purge_on_failing_disk(FaultyVfs& disk, const Fault& trouble) {
  const support::TemporaryDirectory home;
  const desk::Desk desk(home.path());
  const std::string other = desk.write(sample::decision("Another"));
  memory::RecordStore* records = desk.memory().records().value();
  const memory::Occasion occasion = desk.memory().now_by({"devbot", "shop", "", ""});
  int refused = 0;
  const int faults = sweep(disk, trouble, [&](const Fault& fault) {
    const std::string id = desk.write(sample::decision("To be purged"));
    disk.fail(fault);
    const auto purged = records->purge({}, id, "a test", occasion);
    disk.heal();
    if (!purged) must_be_clear(purged.error().message);
    if (!purged) REQUIRE(records->purge({}, id, "a test", occasion));
    refused += purged ? 0 : 1;
    CHECK(desk.call("get_record", "{\"id\":\"" + id + "\"}").is_error);
    CHECK(desk.must("get_record", "{\"id\":\"" + other + "\"}").member("title") == "Another");
    must_be_sound(desk.memory());
    must_have_only_its_files(home.path());
  });
  CHECK(faults > 50);
  CHECK(refused > 50);
}

}  // namespace

TEST_CASE_METHOD(OnMemoryDisk,
                 "a new record on a disk that fails anywhere is kept, or told not to be") {
  change_on_failing_disk(disk, writing);
}

TEST_CASE_METHOD(OnMemoryDisk,
                 "a revised record on a disk that fails anywhere is kept, or told not to be") {
  change_on_failing_disk(disk, updating);
}

TEST_CASE_METHOD(OnMemoryDisk,
                 "a superseding record on a disk that fails anywhere is kept, or told not to be") {
  change_on_failing_disk(disk, superseding);
}

TEST_CASE_METHOD(OnMemoryDisk,
                 "a confirmed record on a disk that fails anywhere is kept, or told not to be") {
  change_on_failing_disk(disk, confirming);
}

TEST_CASE_METHOD(OnMemoryDisk,
                 "a question on a disk that fails anywhere is answered rightly or not at all") {
  const support::TemporaryDirectory home;
  std::string id;
  {
    const desk::Desk author(home.path());
    for (int number = 0; number < 30; ++number)
      id = author.write(sample::decision("Number " + std::to_string(number)));
    // All of it in the file: each page of a log is read when a store is opened.
    REQUIRE(author.memory().records().value()->erase_traces({}));
  }
  const std::pair<const char*, std::string> questions[] = {
      {"find_records", R"({"query":"number 7 in PostgreSQL"})"},
      {"read_records", R"({"limit":5})"},
      {"get_record", "{\"id\":\"" + id + "\"}"},
      {"changes_since", "{}"},
      {"brief", "{}"}};
  const auto& question = questions[GENERATE(0, 1, 2, 3, 4)];
  const std::string tool = question.first;
  const std::string& arguments = question.second;
  INFO(tool);
  const std::string right = desk::Desk(home.path()).must(tool, arguments).text;
  int faults = 0;
  for (const Fault& trouble : {Fault{}, Fault{.lasts = true}}) {
    faults += sweep(disk, trouble, [&](const Fault& fault) {
      const desk::Desk desk(home.path());
      disk.fail(fault);
      const auto answer = desk.call(tool, arguments);
      disk.heal();
      if (answer.is_error) must_be_clear(answer.text);
      if (!answer.is_error) CHECK(answer.text == right);
      CHECK(desk.must(tool, arguments).text.size() == right.size());
      must_have_only_its_files(home.path());
    });
  }
  CHECK(faults > 10);
  must_be_sound(desk::Desk(home.path()).memory());
}

TEST_CASE_METHOD(OnMemoryDisk,
                 "a purge on a disk that fails anywhere takes out the record or says why not") {
  purge_on_failing_disk(disk, {});
}

TEST_CASE_METHOD(OnMemoryDisk, "a purge on a full disk takes out the record or says why not") {
  purge_on_failing_disk(disk, {.calls = {FileCall::write}, .code = support::disk_full});
}
