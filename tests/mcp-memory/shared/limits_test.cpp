// A log that takes nothing, because it has no room or the server does not let an agent write: what
// is written stays here and says why it waits, and is delivered once the operator has seen to it.

#include "load.hpp"

using namespace crew_test;

namespace {

using Catch::Contains;

struct Refused {
  std::string id;
  std::string text;
};

/// OUTAGE_STRICT: what is said of it must be said within a second, as it is on an idle machine.
std::chrono::milliseconds time_max() {
  return amount("OUTAGE_STRICT", 0) != 0 ? seconds(1) : seconds(20);
}

/// Writes until the log does not take it at once. The reply to that comes soon.
Refused write_until_refused(const Session& session) {
  for (int number = 0; number < 100; ++number) {
    const auto begun = steady_clock::now();
    const auto written =
        session.desk().must("write_record", sample::decision(base::format("No. {}", number)));
    if (written.member("durability") == "in_log") continue;
    CHECK(steady_clock::now() - begun < time_max());
    CHECK(written.member("durability") == "queued");
    return {written.member("id"), written.text};
  }
  FAIL("the log takes everything");
  return {};
}

bool has_trouble(const Session& session, const std::string& words) {
  const std::string status = session.desk().must("memory_status", "{}").text;
  return desk::after(status, "Trouble: ").find(words) != std::string::npos;
}

bool gets_trouble(const Session& session, const std::string& words) {
  return support::eventually([&] { return has_trouble(session, words); }, time_max());
}

bool loses_trouble(const Session& session, const std::string& words) {
  return support::eventually([&] { return !has_trouble(session, words); });
}

nats::Stream log_of(std::uint64_t bytes_max) {
  nats::Stream log = log_stream();
  log.max_bytes = bytes_max;
  return log;
}

/// devbot may do everything but write records, or everything; whoever gives no name is the crew.
std::string users(bool devbot_may_write) {
  const std::string denied = R"(, permissions: { publish: { deny: "memory.*.*.devbot.*" } })";
  return R"(authorization { users: [ { user: devbot, password: "for-tests")" +
         (devbot_may_write ? "" : denied) +
         R"( }, { user: crew, password: "for-tests" } ] })"
         "\nno_auth_user: crew\n";
}

nats::Options as_devbot(const support::NatsServer& server) {
  nats::Options options = to(server.url());
  options.user = "devbot";
  options.password = "for-tests";
  return options;
}

}  // namespace

TEST_CASE("a full log says so, and gets everything that waits once it has room") {
  support::NatsServer server;
  make_streams(server.url(), log_of(20'000));
  const Session devbot(server.url(), "devbot");
  const Session infrabot(server.url(), "infrabot");
  const Refused refused = write_until_refused(devbot);
  CHECK_THAT(refused.text, Contains("waits for the log") && Contains("maximum bytes exceeded"));
  CHECK(gets_trouble(devbot, "maximum bytes exceeded"));
  CHECK_THAT(devbot.desk().must("find_records", R"({"query":"decision"})").text,
             !Contains("Note:"));
  Load load({&devbot, &infrabot});
  load.wait_for(10);
  must(connected(server.url())->update(log_of(50'000'000), soon()));
  load.wait_for(10);
  auto acknowledged = load.end();
  acknowledged.insert(refused.id);
  check_in_the_end(server.url(), acknowledged, devbot, infrabot);
  CHECK(loses_trouble(devbot, "maximum bytes exceeded"));
}

TEST_CASE("an agent that may not write is told, and delivers once it may") {
  support::NatsServer server(users(false));
  make_streams(server.url());
  const Session devbot(as_devbot(server), "devbot");
  const Session infrabot(server.url(), "infrabot");
  const std::string theirs = infrabot.desk().write(sample::decision("Sessions in Redis"));
  CHECK(support::eventually([&] { return devbot.knows(theirs); }));
  const Refused refused = write_until_refused(devbot);
  CHECK_THAT(refused.text, Contains("waits for the log") && Contains("Permissions Violation"));
  CHECK(gets_trouble(devbot, "Permissions Violation"));
  CHECK_FALSE(infrabot.knows(refused.id));
  server.configure(users(true));
  server.reload();
  check_in_the_end(server.url(), {refused.id, theirs}, devbot, infrabot);
  CHECK(loses_trouble(devbot, "Permissions Violation"));
}
