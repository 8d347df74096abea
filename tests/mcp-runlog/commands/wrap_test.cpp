// `mcp-runlog wrap` as a shell meets it.

#include <algorithm>
#include <csignal>

#include "commands/spooled_events.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/places.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace {

using runlog::Event;
using runlog::Kind;
using Words = std::vector<std::string>;

constexpr const char* wrapped_run_id = "01936f3e-0000-7000-8000-0000000000aa";
constexpr const char* other_id = "01936f3e-0000-7000-8000-0000000000bb";

struct Wrapped {
  support::TemporaryDirectory home;

  support::Finished run(Words words, const spooled::Variables& more = {}) const {
    words.insert(words.begin(), "wrap");
    return support::run_to_end(
        support::runlog_server, std::move(words), spooled::variables(home.path(), more));
  }

  support::Finished shell(const std::string& script) const {
    return run({"--", "/bin/sh", "-c", script});
  }

  std::vector<Event> events() const { return spooled::events(home.path()); }

  runlog::FinishFacts finish() const {
    const auto all = events();
    REQUIRE_FALSE(all.empty());
    REQUIRE(all.back().kind == Kind::run_finish);
    return runlog::finish_facts(all.back().body_json);
  }
};

}  // namespace

TEST_CASE("a command is a run: what it wrote is passed on, and recorded") {
  const Wrapped wrapped;
  const auto done = wrapped.shell("echo one; echo oh >&2; printf 'no end'");
  CHECK(done.exit_code == 0);
  CHECK(done.lines == Words{"one"});
  CHECK(done.errors == "oh\n");
  const auto events = wrapped.events();
  REQUIRE(events.size() == 5);
  CHECK(events.front().kind == Kind::run_start);
  CHECK(events.back().kind == Kind::run_finish);
  CHECK(runlog::finish_facts(events.back().body_json).status == runlog::Status::ok);
  std::vector<std::string> errors;
  for (const Event& event : events) {
    CHECK(event.source == runlog::Source::wrap);
    CHECK(event.run_id == events.front().run_id);
    CHECK(event.agent == "local");
    if (event.kind == Kind::log && event.severity == runlog::Severity::warning)
      errors.push_back(event.title);
  }
  CHECK(errors == std::vector<std::string>{"oh"});
  CHECK(std::any_of(
      events.begin(), events.end(), [](const Event& event) { return event.title == "no end"; }));
  CHECK(events.back().sequence == 5);
}

TEST_CASE("the exit code is the command's") {
  const Wrapped wrapped;
  CHECK(wrapped.shell("exit 42").exit_code == 42);
  const auto facts = wrapped.finish();
  CHECK(facts.status == runlog::Status::failed);
  CHECK(facts.outcome == "exit status 42");
}

TEST_CASE("a signal that ends the command ends the wrapper the same way") {
  const Wrapped wrapped;
  CHECK(wrapped.shell("kill -KILL $$").exit_code == 128 + SIGKILL);
  CHECK(wrapped.finish().status == runlog::Status::failed);
  CHECK(wrapped.shell("kill -TERM $$").exit_code == 128 + SIGTERM);
  CHECK(wrapped.finish().status == runlog::Status::cancelled);
}

TEST_CASE("a command that is not there is a run that failed") {
  const Wrapped wrapped;
  const auto done = wrapped.run({"--", "no-such-command-anywhere"});
  CHECK(done.exit_code == 127);
  CHECK(done.errors.find("command not found") != std::string::npos);
  CHECK(wrapped.finish().status == runlog::Status::failed);
  CHECK(wrapped.run({"--", "/etc"}).exit_code == 126);
}

TEST_CASE("the command's environment names the run, and a run within a run its parent") {
  const Wrapped wrapped;
  const auto done =
      wrapped.run({"--title", "inner", "--", "/bin/sh", "-c", "echo $RUN_ID $TRACEPARENT"},
                  {{"RUN_ID", wrapped_run_id}});
  const auto events = wrapped.events();
  REQUIRE(events.size() == 3);
  REQUIRE(done.lines.size() == 1);
  CHECK(done.lines[0].starts_with(events[0].run_id + " 00-"));
  CHECK(events[0].run_id != wrapped_run_id);
  CHECK(events[0].title == "inner");
  CHECK(runlog::start_facts(events[0].body_json).parent_run_id == wrapped_run_id);
}

TEST_CASE("the run and its parent can be named") {
  const Wrapped wrapped;
  const auto done = wrapped.run({"--run",
                                 wrapped_run_id,
                                 "--parent",
                                 other_id,
                                 "--session",
                                 "--",
                                 "/bin/echo",
                                 "-p",
                                 "hello"});
  CHECK(done.lines == Words{std::string("-p hello --session-id ") + wrapped_run_id});
  const auto events = wrapped.events();
  REQUIRE_FALSE(events.empty());
  CHECK(events[0].run_id == wrapped_run_id);
  CHECK(runlog::start_facts(events[0].body_json).parent_run_id == other_id);
  CHECK(wrapped.run({"--run", "today", "--", "/bin/true"}).exit_code == 2);
}

TEST_CASE("every byte is passed on as it is, while a full or missing recorder changes nothing") {
  const Wrapped wrapped;
  SECTION("recorded") {}
  SECTION("no place for state") {
    wrapped.home.write("runlog-spool", "in the way");
  }
  const auto done = wrapped.shell("head -c 3000000 /dev/zero | tr '\\0' x; echo; exit 7");
  CHECK(done.exit_code == 7);
  REQUIRE(done.lines.size() == 1);
  CHECK(done.lines[0] == std::string(3'000'000, 'x'));
}

TEST_CASE("input and the file mode mask are the command's own") {
  const Wrapped wrapped;
  support::ServerProcess server(
      "/bin/sh",
      {"-c", "umask 027; exec \"$0\" wrap -- /bin/sh -c 'cat; umask'", support::runlog_server},
      spooled::variables(wrapped.home.path()));
  REQUIRE(server.send("through"));
  CHECK(server.read_line() == "through");
  server.close_input();
  CHECK(server.read_line() == "0027");
  CHECK(server.wait_exit() == 0);
}

TEST_CASE("signals reach the command, which may do with them as it likes") {
  const Wrapped wrapped;
  support::ServerProcess server(
      support::runlog_server,
      {"wrap",
       "--",
       "/bin/sh",
       "-c",
       "trap 'echo got it; exit 9' TERM; echo ready; while :; do read line; done"},
      spooled::variables(wrapped.home.path()));
  REQUIRE(server.read_line() == "ready");
  server.signal(SIGTERM);
  server.send("");
  CHECK(server.read_line() == "got it");
  CHECK(server.wait_exit() == 9);
  CHECK(wrapped.finish().status == runlog::Status::cancelled);
}

TEST_CASE("output is passed on at once, not when a line or a buffer is full") {
  const Wrapped wrapped;
  support::ServerProcess server(support::runlog_server,
                                {"wrap", "--", "/bin/sh", "-c", "printf 'prompt> '; read line"},
                                spooled::variables(wrapped.home.path()));
  CHECK(support::eventually([&] { return server.unread_bytes() == 8; }));
  server.send("answer");
  CHECK(server.wait_exit() == 0);
}

/// One of many: each is looked through for secrets, and a pipe full of short ones takes seconds
/// under a sanitizer.
const std::string long_line(500, 'y');

TEST_CASE("who stops reading the output stops the command, as without the wrapper") {
  const Wrapped wrapped;
  support::ServerProcess server(support::runlog_server,
                                {"wrap", "--", "/usr/bin/yes", long_line},
                                spooled::variables(wrapped.home.path()));
  REQUIRE(server.read_line() == long_line);
  server.close_output();
  CHECK(server.wait_exit() == 128 + SIGPIPE);
}

TEST_CASE("what a command leaves in the background holds up nobody") {
  const Wrapped wrapped;
  const auto done = wrapped.shell("/bin/sh -c 'read line </dev/zero' & echo $!; exit 0");
  CHECK(done.exit_code == 0);
  REQUIRE(done.lines.size() == 1);
  ::kill(static_cast<pid_t>(std::stol(done.lines[0])), SIGKILL);
}

TEST_CASE("while the wrapper waits for a slow reader, signals still come through") {
  const Wrapped wrapped;
  support::ServerProcess server(support::runlog_server,
                                {"wrap", "--", "/usr/bin/yes", long_line},
                                spooled::variables(wrapped.home.path()));
  REQUIRE(support::eventually([&] { return server.unread_bytes() > 60'000; }));
  server.signal(SIGTERM);
  server.close_output();
  const auto code = server.wait_exit();
  CHECK((code == 128 + SIGTERM || code == 128 + SIGPIPE));
}
