// The operator's commands, on servers that run with exactly the users that `nats permissions`
// prints.

#include "common/nats/fixture.hpp"
#include "mcp-memory/shared/permissions.hpp"
#include "mcp-memory/shared/streams.hpp"
#include "support/certificate.hpp"
#include "support/eventually.hpp"
#include "support/nats_wire.hpp"
#include "support/text.hpp"
#include "wire.hpp"

namespace memory {
using support::joined;

namespace {

using Catch::Contains;
using nats::soon;
using nats::value_of;

constexpr const char* password = "for-tests";

constexpr const char* team =
    "version: 1\nagents:\n  - {name: devbot, role: writes code}\n  - {name: infrabot}\n";

/// No more than a test server has room for.
const std::string small_streams = "memory_max_bytes: 50MiB, events_max_bytes: 20MiB";

/// The state directory of an operator.
struct Desk {
  Desk() {
    home.write("team.yaml", team);
    want(small_streams);
  }

  void want(const std::string& streams, const std::string& more = {}) const {
    home.write("nats.yaml", "streams: {" + streams + "}\n" + more);
  }

  support::Finished run(std::vector<std::string> words, const wire::Variables& more = {}) const {
    words.insert(words.begin(), "nats");
    return wire::run(home.path(), std::move(words), more);
  }

  std::string permissions() const { return joined(run({"permissions"}).lines); }

  support::TemporaryDirectory home;
};

support::NatsServer::Variables passwords() {
  return {{password_variable("operator"), password},
          {password_variable("runlog"), password},
          {password_variable("devbot"), password},
          {password_variable("infrabot"), password}};
}

struct World {
  explicit World(const std::string& more = {}) : server(desk.permissions() + more, passwords()) {}

  support::Finished run(std::vector<std::string> words) const {
    return desk.run(std::move(words),
                    {{"AGENT_SMITH_NATS", server.url()}, {"AGENT_SMITH_NATS_PASSWORD", password}});
  }

  std::unique_ptr<nats::Bus> as(const std::string& user) const {
    nats::Options options = nats::to(server.url());
    options.user = user;
    options.password = password;
    options.inbox_prefix = "_INBOX." + user;
    return connected(options);
  }

  Desk desk;
  support::NatsServer server;
};

/// A failure says why on stderr and nothing on stdout.
void fails(const support::Finished& finished, const std::string& says) {
  INFO(joined(finished.lines) << "stderr: " << finished.errors);
  CHECK(finished.exit_code == 1);
  CHECK(finished.lines.empty());
  CHECK_THAT(finished.errors, Contains(says) && !Contains(password));
}

TEST_CASE("setup makes both streams, and the second time finds them as they should be") {
  const World world;
  const auto first = world.run({"setup"});
  INFO(first.errors);
  CHECK(first.exit_code == 0);
  CHECK(joined(first.lines) ==
        "MEMORY: created on memory.>, 50 MiB at most, 1 replica\n"
        "SWARM_EVENTS: created on swarm.events.>, 20 MiB at most, 1 replica\n");
  const auto second = world.run({"setup"});
  CHECK(second.exit_code == 0);
  CHECK(joined(second.lines) ==
        "MEMORY: is there, as it should be\nSWARM_EVENTS: is there, as it should be\n");
  CHECK(publish_one(*world.as("devbot"), "memory.p.decision.devbot.1", "{}").verdict ==
        nats::Verdict::stored);
}

TEST_CASE("a stream that is different is shown and left alone until --update") {
  const World world;
  const auto boss = world.as("operator");
  const nats::Stream other{
      .name = "MEMORY", .subjects = {"memory.>"}, .max_age = std::chrono::days(7)};
  value_of(boss->add(other, soon()));
  const auto shown = world.run({"setup"});
  CHECK(shown.exit_code == 1);
  CHECK(shown.errors.empty());
  CHECK_THAT(joined(shown.lines),
             Contains("MEMORY: is there, but different\n  max_age: no limit wanted, 7 days found\n"
                      "  max_bytes: 50 MiB wanted, no limit found\n") &&
                 Contains("SWARM_EVENTS: is not there yet\n") && Contains("Nothing was changed") &&
                 Contains("--update"));
  CHECK(value_of(boss->stream("MEMORY", soon()))->stream.max_age == std::chrono::days(7));
  CHECK_FALSE(value_of(boss->stream("SWARM_EVENTS", soon())));

  const auto updated = world.run({"setup", "--update"});
  INFO(updated.errors);
  CHECK(updated.exit_code == 0);
  CHECK_THAT(joined(updated.lines),
             Contains("MEMORY: changed\n  max_age") && Contains("SWARM_EVENTS: created"));
  CHECK(world.run({"setup"}).exit_code == 0);
}

TEST_CASE("an update keeps the description that somebody gave a stream") {
  const World world;
  const auto boss = world.as("operator");
  value_of(boss->add({.name = "MEMORY", .subjects = {"memory.>"}, .description = "Ours."}, soon()));
  CHECK(world.run({"setup", "--update"}).exit_code == 0);
  CHECK(value_of(boss->stream("MEMORY", soon()))->stream.description == "Ours.");
}

TEST_CASE("what JetStream cannot change is said, and the other stream is made all the same") {
  const World world;
  support::NatsWire wire(world.server.port(), "operator", password);
  wire.publish("$JS.API.STREAM.CREATE.MEMORY",
               R"({"name":"MEMORY","subjects":["memory.>"],"storage":"memory","num_replicas":1,)"
               R"("max_bytes":1000000,"max_msgs_per_subject":1})");
  wire.said();
  const auto boss = world.as("operator");
  REQUIRE(
      support::eventually([&] { return value_of(boss->stream("MEMORY", soon())).has_value(); }));
  CHECK_THAT(joined(world.run({"setup"}).lines),
             Contains(R"(storage: "file" wanted, "memory" found)") &&
                 Contains("max_msgs_per_subject: -1 wanted, 1 found"));
  const auto updated = world.run({"setup", "--update"});
  CHECK(updated.exit_code == 1);
  CHECK_THAT(updated.errors,
             Contains("MEMORY: was not changed: NATS: stream configuration update can not change "
                      "storage type"));
  CHECK_THAT(joined(updated.lines), Contains("SWARM_EVENTS: created"));
}

// JetStream drops messages when the limit sinks, also where it refuses what is new.
TEST_CASE("no update makes the log of record smaller than what is in it") {
  const World world;
  REQUIRE(world.run({"setup"}).exit_code == 0);
  const auto devbot = world.as("devbot");
  for (const char* subject : {"memory.p.decision.devbot.1", "memory.p.decision.devbot.2"})
    REQUIRE(publish_one(*devbot, subject, std::string(1000, 'x')).verdict == nats::Verdict::stored);
  world.desk.want("memory_max_bytes: 1KiB, events_max_bytes: 20MiB");
  const auto refused = world.run({"setup", "--update"});
  CHECK(refused.exit_code == 1);
  CHECK_THAT(refused.errors, Contains("more than the 1 KiB that it is to have at most"));
  CHECK(value_of(devbot->stream("MEMORY", soon()))->state.messages == 2);
}

TEST_CASE("a server without room for the streams is told apart") {
  const World world;
  world.desk.want("memory_max_bytes: 1TiB");
  fails(world.run({"setup"}), "max_file_store");
}

TEST_CASE("three replicas need a cluster, and the server says so") {
  const World world;
  world.desk.want("replicas: 3, " + small_streams);
  fails(world.run({"setup"}), "replicas > 1 not supported in non-clustered mode");
}

TEST_CASE("setup over TLS, with nats.yaml alone") {
  const support::TemporaryDirectory directory;
  const auto certificate = directory.path() / "certificate.pem";
  const auto key = directory.path() / "key.pem";
  support::write_certificate(certificate, key);
  const World world("tls { cert_file: \"" + certificate.string() + "\", key_file: \"" +
                    key.string() + "\" }\n");
  world.desk.home.write("secret", password);
  world.desk.want(small_streams,
                  "urls: [\"tls://localhost:" + std::to_string(world.server.port()) +
                      "\"]\ncredentials: {password_file: secret}\ntls: {ca: \"" +
                      certificate.string() + "\"}\n");
  const auto finished = world.desk.run({"setup"});
  INFO(finished.errors);
  CHECK(finished.exit_code == 0);
}

TEST_CASE("setup says what is missing: a server's name, a server, a password, permission") {
  const Desk desk;
  fails(desk.run({"setup"}), "no NATS server is named: use --nats");
  const wire::Variables variables = {{"AGENT_SMITH_NATS_PASSWORD", password}};
  const support::NatsServer wrong(
      "authorization { users = [ { user: operator, password: \"other\" } ] }");
  fails(wire::run(desk.home.path(), {"nats", "setup", "--nats", wrong.url()}, variables),
        "refuses these credentials");
  const support::NatsServer narrow(
      "authorization { users = [ { user: operator, password: \"for-tests\", permissions: { "
      "publish: { allow: [\"memory.>\"] } } } ] }");
  fails(wire::run(desk.home.path(), {"nats", "setup", "--nats", narrow.url()}, variables),
        "$JS.API.STREAM.INFO.MEMORY");
}

TEST_CASE("a server that is not there is waited for, but not long") {
  const Desk desk;
  support::NatsServer server;
  const std::string url = server.url();
  server.kill();
  const auto start = std::chrono::steady_clock::now();
  fails(desk.run({"setup"}, {{"AGENT_SMITH_NATS", url}}), "no connection to NATS (127.0.0.1:");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("permissions needs a team, and names the file it was made from") {
  const Desk desk;
  CHECK_THAT(desk.permissions(), Contains((desk.home.path() / "team.yaml").string()));
  std::filesystem::remove(desk.home.path() / "team.yaml");
  // Away from the team file of this repository.
  const std::vector<std::string> words = {
      "-C", desk.home.path(), support::memory_server, "nats", "permissions"};
  fails(support::run_to_end("/usr/bin/env", words, wire::variables(desk.home.path())),
        "there is no team.yaml to make users from");
}

TEST_CASE("nats without an action, or with another one, is a wrong command line") {
  const Desk desk;
  CHECK(desk.run({}).exit_code == 2);
  const auto mistyped = desk.run({"setpu"});
  CHECK(mistyped.exit_code == 2);
  CHECK_THAT(mistyped.errors, Contains("did you mean setup?"));
  CHECK(desk.run({"permissions", "--update"}).exit_code == 2);
}

}  // namespace
}  // namespace memory
