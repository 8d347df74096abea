#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <map>

#include "base/format.hpp"
#include "mcp-runlog/commands.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/temporary_directory.hpp"

namespace runlog {
namespace {

using support::eventually;

constexpr const char* marked_run_id = "0199c0de-0000-7000-8000-000000000002";

std::string marked(std::string_view text) {
  return base::format("{} [run={}]\n", text, marked_run_id);
}

using Given = std::map<std::string, std::vector<std::string>>;

Setting setting_in(const std::filesystem::path& home, const std::string& nats = {}) {
  Setting setting{
      .workplace = std::make_shared<crew::Workplace>(),
      .run_log = std::make_shared<RunLog>(
          [home]() -> base::Result<std::filesystem::path> { return home; }, base::system_clock())};
  setting.workplace->launch.nats = nats;
  return setting;
}

/// Something in a process of its own. This process never opens a store, so that each of those finds
/// SQLite as a new program does.
class Child {
 public:
  explicit Child(const std::function<int()>& body) : pid_(::fork()) {
    if (pid_ == 0) ::_exit(body());
  }

  ~Child() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void signal(int number) const { ::kill(pid_, number); }

  /// -1 if a signal killed it.
  int exit_code() {
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_;
};

int run_ingest(const std::filesystem::path& home, const Given& given) {
  const app::Command command = ingest_command(setting_in(home));
  app::Words words;
  for (const app::Option& option : command.options) {
    words.declare(option.name, option.fallback);
    const auto found = given.find(option.name);
    if (found != given.end()) words.give(option.name, found->second);
  }
  return command.run(words);
}

int count_events(const std::filesystem::path& home) {
  const Setting setting = setting_in(home);
  const auto store = setting.run_log->ready({});
  if (!store) return 0;
  const auto found = (*store)->events_of({}, marked_run_id, runlog::Bodies::none);
  return found ? static_cast<int>(found->size()) : 0;
}

/// A home with a store to come, and a log with one line.
struct Ingesting {
  void append(std::string_view bytes) const {
    std::ofstream(log, std::ios::binary | std::ios::app) << bytes;
  }

  int events() const {
    return Child([&] { return count_events(home); }).exit_code();
  }

  /// The command, until it ends by itself.
  int ingest(const Given& given) const {
    return Child([&] { return run_ingest(home, given); }).exit_code();
  }

  support::TemporaryDirectory directory;
  std::filesystem::path home = directory.path();
  std::filesystem::path log = directory.write("logs/app.log", marked("one"));
};

TEST_CASE("ingest --once takes in what is there, each line once") {
  const Ingesting world;
  const Given given{{"once", {"true"}}, {"file", {world.log.string()}}};
  CHECK(world.ingest(given) == 0);
  world.append(marked("two"));
  CHECK(world.ingest(given) == 0);
  CHECK(world.events() == 2);
}

TEST_CASE("ingest follows a log until it is told to end or killed, and goes on there later") {
  const Ingesting world;
  const Given given{{"file", {world.log.string()}}};
  int expected = 1;
  for (const int number : {SIGTERM, SIGKILL, SIGINT}) {
    Child ingesting([&] { return run_ingest(world.home, given); });
    world.append(marked(base::format("before signal {}", number)));
    ++expected;
    REQUIRE(eventually([&] { return world.events() == expected; }));
    ingesting.signal(number);
    CHECK(ingesting.exit_code() == (number == SIGKILL ? -1 : 0));
  }
  CHECK(world.events() == expected);
}

TEST_CASE("without anything named, ingest takes in the logs of runlog.yaml") {
  const Ingesting world;
  world.directory.write("runlog.yaml", "follow:\n  - path: logs/app.log\n    agent: infrabot\n");
  CHECK(world.ingest({{"once", {"true"}}}) == 0);
  CHECK(world.events() == 1);
  CHECK(world.ingest({{"once", {"true"}}, {"last-line", {"true"}}}) == 1);
}

TEST_CASE("ingest --once leaves a line that is being written to the next time") {
  const Ingesting world;
  const Given given{{"once", {"true"}}, {"file", {world.log.string()}}};
  Given with_last_line = given;
  with_last_line["last-line"] = {"true"};
  const std::string line = marked("two");
  world.append(line.substr(0, line.size() - 1));
  CHECK(world.ingest(given) == 0);
  CHECK(world.events() == 1);
  CHECK(world.ingest(with_last_line) == 0);
  CHECK(world.events() == 2);
}

TEST_CASE("ingest says what is wrong with its words, and ends with 1") {
  const Ingesting world;
  const std::string file = world.log.string();
  CHECK(world.ingest({}) == 1);
  CHECK(world.ingest({{"file", {file}}, {"run", {"none"}}}) == 1);
  CHECK(world.ingest({{"file", {file}}, {"agent", {"Not A Name"}}}) == 1);
  CHECK(world.ingest({{"file", {file + "x"}}, {"once", {"true"}}}) == 1);
}

}  // namespace
}  // namespace runlog
