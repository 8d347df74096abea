// `mcp-runlog hook` as Claude Code runs it.

#include <algorithm>
#include <csignal>

#include "commands/spooled_events.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace {

constexpr const char* run_id = "01936f3e-0000-7000-8000-0000000000aa";
constexpr const char* prompt =
    R"({"session_id":"01936f3e-0000-7000-8000-0000000000cc","hook_event_name":"UserPromptSubmit","prompt":"hello","cwd":"/src"})";

struct Done {
  std::optional<int> exit_code;
  std::vector<std::string> lines;
  std::string errors;
};

Done hook(const std::filesystem::path& home,
          const std::string& input,
          const spooled::Variables& more = {}) {
  support::ServerProcess server(support::runlog_server, {"hook"}, spooled::variables(home, more));
  server.send_bytes(input);
  server.close_input();
  Done done{.exit_code = {}, .lines = server.read_to_end(), .errors = {}};
  done.exit_code = server.wait_exit();
  done.errors = server.errors();
  return done;
}

}  // namespace

TEST_CASE("a hook leaves its event in the spool and says nothing") {
  const support::TemporaryDirectory home;
  const Done done = hook(home.path(), prompt, {{"RUN_ID", run_id}, {"AGENT_NAME", "DevBot"}});
  CHECK(done.exit_code == 0);
  CHECK(done.lines.empty());
  CHECK(done.errors.empty());
  const auto events = spooled::events(home.path());
  REQUIRE_FALSE(events.empty());
  CHECK(events[0].source == runlog::Source::hook);
  CHECK(events[0].run_id == run_id);
  CHECK(events[0].agent == "devbot");
  CHECK(events[0].clock.starts_with("host:"));
}

TEST_CASE("the run is found in the trace where nothing else names it") {
  const support::TemporaryDirectory home;
  hook(home.path(),
       prompt,
       {{"TRACEPARENT", "00-01936f3e0000700080000000000000aa-00f067aa0ba902b7-01"}});
  const auto events = spooled::events(home.path());
  REQUIRE_FALSE(events.empty());
  CHECK(events[0].run_id == run_id);
}

TEST_CASE("whatever a hook is given, it ends well and drops nothing") {
  const support::TemporaryDirectory home;
  for (const std::string& input : {std::string("{"),
                                   std::string("\xff\xfe\0x", 4),
                                   std::string(200'000, '['),
                                   std::string(R"({"hook_event_name":"NeverHeardOf"})")}) {
    const Done done = hook(home.path(), input);
    CHECK(done.exit_code == 0);
    CHECK(done.lines.empty());
    CHECK_FALSE(spooled::events(home.path()).empty());
  }
}

TEST_CASE("more than is read as a whole is kept raw with its size") {
  const support::TemporaryDirectory home;
  const std::string huge = R"({"prompt":")" + std::string(65 * 1024 * 1024, 'x') + R"("})";
  const Done done = hook(home.path(), huge);
  CHECK(done.exit_code == 0);
  const auto events = spooled::events(home.path());
  REQUIRE(events.size() == 1);
  CHECK(events[0].original_bytes == static_cast<std::int64_t>(huge.size()));
}

TEST_CASE("a hook ends well where nothing can be kept, and says why on stderr only") {
  const support::TemporaryDirectory home;
  spooled::Variables more;
  SECTION("no place for state") {
    more = {{"AGENT_SMITH_HOME", ""}, {"XDG_DATA_HOME", ""}, {"HOME", ""}};
  }
  SECTION("something is in the way") {
    home.write("runlog-spool", "");
  }
  SECTION("a variable that nobody expanded") {
    more = {{"AGENT_SMITH_HOME", "${HOME}/x"}};
  }
  const Done done = hook(home.path(), prompt, more);
  CHECK(done.exit_code == 0);
  CHECK(done.lines.empty());
  CHECK(done.errors.find("not recorded") != std::string::npos);
  CHECK(std::count(done.errors.begin(), done.errors.end(), '\n') == 1);
}

TEST_CASE("nothing on stdin, a wrong word and a name that cannot be are no failure either") {
  const support::TemporaryDirectory home;
  CHECK(hook(home.path(), "").exit_code == 0);
  CHECK(hook(home.path(), prompt, {{"AGENT_NAME", "no such/name"}}).exit_code == 0);
  CHECK_FALSE(spooled::events(home.path()).empty());
  CHECK(support::run_to_end(
            support::runlog_server, {"hook", "--no-such-option"}, spooled::variables(home.path()))
            .exit_code == 0);
}

TEST_CASE("a hook that is told to end ends well") {
  const support::TemporaryDirectory home;
  support::ServerProcess server(support::runlog_server, {"hook"}, spooled::variables(home.path()));
  server.send_bytes(std::string(1'000'000, ' '));  // returns when most of it was read
  server.signal(SIGTERM);
  CHECK(server.wait_exit() == 0);
}
