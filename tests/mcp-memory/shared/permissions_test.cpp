// What the printed configuration lets whom do, on a server that runs with exactly that.

#include "mcp-memory/shared/permissions.hpp"

#include "common/nats/fixture.hpp"
#include "mcp-memory/shared/log_message.hpp"
#include "mcp-memory/shared/streams.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/nats_wire.hpp"

namespace memory {
namespace {

using Catch::Matchers::Contains;
using nats::soon;
using nats::value_of;
using nats::Verdict;
using support::eventually;

constexpr const char* own_record = "memory.p.decision.devbot.1";
constexpr const char* foreign_record = "memory.p.decision.infrabot.1";

crew::Team team() {
  return {.members = {{"devbot", "writes code", std::nullopt},
                      {"infrabot", "keeps \"services\" running # { } $", std::nullopt},
                      {"2nd-bot", "", std::nullopt}},
          .file = "team.yaml"};
}

support::NatsServer::Variables passwords() {
  support::NatsServer::Variables variables;
  for (const char* user : {"operator", "runlog", "devbot", "infrabot", "2nd-bot"})
    variables[password_variable(user)] = std::string("for-tests-") + user;
  return variables;
}

struct World {
  World() {
    for (const nats::Stream& stream :
         wanted_streams({.memory_bytes_max = 50'000'000, .events_bytes_max = 50'000'000}))
      value_of(boss->add(stream, soon()));
  }

  nats::Options as(const std::string& user) const {
    nats::Options options = nats::to(server.url());
    options.user = user;
    options.password = "for-tests-" + user;
    options.inbox_prefix = "_INBOX." + user;
    return options;
  }

  support::NatsWire wire(const std::string& user = "devbot") const {
    return {server.port(), user, "for-tests-" + user};
  }

  Verdict publish(const std::string& subject) {
    return publish_one(*devbot, {.subject = subject, .payload = "{}"}).verdict;
  }

  std::vector<nats::Message> read(const std::string& subject, std::size_t count) {
    const auto reader =
        value_of(boss->read({.stream = "MEMORY", .subject_filter = subject}, soon()));
    return read_messages(*reader, count);
  }

  support::NatsServer server{server_configuration(team()), passwords()};
  std::unique_ptr<nats::Bus> boss = connected(as("operator"));
  std::unique_ptr<nats::Bus> devbot = connected(as("devbot"));
};

bool has_header(const nats::Message& message, std::string_view name) {
  return std::any_of(message.headers.begin(),
                     message.headers.end(),
                     [&](const nats::Header& header) { return header.name == name; });
}

TEST_CASE("every user has a variable of its own for its password") {
  CHECK(password_variable("devbot") == "NATS_PASSWORD_DEVBOT");
  CHECK(password_variable("dev-bot-2") == "NATS_PASSWORD_DEV_BOT_2");
  const std::string text = server_configuration(team());
  for (const char* name : {"OPERATOR", "RUNLOG", "DEVBOT", "INFRABOT", "2ND_BOT"}) {
    CHECK_THAT(text, Contains(std::string("\n#   NATS_PASSWORD_") + name + "\n"));
    CHECK_THAT(text, Contains(std::string("password: $NATS_PASSWORD_") + name + ","));
  }
}

TEST_CASE("an agent may do what is listed here and nothing else") {
  CHECK(subjects_of_agent("devbot") ==
        std::vector<std::string>{"memory.*.*.devbot.*",
                                 "swarm.events.*.devbot.>",
                                 "$JS.API.STREAM.INFO.MEMORY",
                                 "$JS.API.CONSUMER.CREATE.MEMORY",
                                 "$JS.API.CONSUMER.MSG.NEXT.MEMORY.>",
                                 "$JS.API.CONSUMER.DELETE.MEMORY.>",
                                 "$JS.API.DIRECT.GET.MEMORY",
                                 "$JS.API.DIRECT.GET.MEMORY.>",
                                 "$JS.API.STREAM.INFO.SWARM_EVENTS"});
}

TEST_CASE("a team without agents gives a server with nobody but operator and run log") {
  const support::NatsServer server(
      server_configuration({.members = {}, .file = "team.yaml"}),
      {{"NATS_PASSWORD_OPERATOR", "for-tests"}, {"NATS_PASSWORD_RUNLOG", "for-tests"}});
  CHECK_NOTHROW(support::NatsWire(server.port(), "operator", "for-tests"));
  CHECK_NOTHROW(support::NatsWire(server.port(), "runlog", "for-tests"));
  CHECK_THROWS(support::NatsWire(server.port(), "devbot", "for-tests"));
}

TEST_CASE("every agent writes its own records and events, and reads the log of record") {
  World world;
  CHECK(world.publish(own_record) == Verdict::stored);
  CHECK(world.publish("swarm.events.memory.devbot.written") == Verdict::stored);
  for (const char* agent : {"devbot", "infrabot", "2nd-bot"}) {
    const auto bus = connected(world.as(agent));
    const auto reader = value_of(bus->read({.stream = "MEMORY"}, soon()));
    CHECK(read_messages(*reader, 1).front().subject == own_record);
    CHECK(value_of(bus->last_of("MEMORY", own_record, soon())));
    CHECK(value_of(bus->at("MEMORY", 1, soon())));
    CHECK(value_of(bus->stream("MEMORY", soon())));
    CHECK(value_of(bus->stream("SWARM_EVENTS", soon())));
    CHECK(bus->standing().trouble.empty());
  }
}

TEST_CASE("no agent writes in another's name, wherever its own name stands") {
  World world;
  for (const char* subject : {foreign_record,
                              "memory.p.devbot.infrabot.1",
                              "memory.devbot.decision.infrabot.1",
                              "memory.p.decision.infrabot.devbot",
                              "memory.p.decision.devbot.1.2",
                              "memory.p.decision.devbot",
                              "memory.p.decision.operator.1",
                              "swarm.events.memory.infrabot.written",
                              "swarm.events.devbot.infrabot.written",
                              "swarm.events.devbot.written",
                              "log.devbot"}) {
    CAPTURE(subject);
    CHECK(world.publish(subject) == Verdict::forbidden);
  }
  CHECK(value_of(world.boss->stream("MEMORY", soon()))->state.last_sequence == 0);
  CHECK(value_of(world.boss->stream("SWARM_EVENTS", soon()))->state.last_sequence == 0);
}

TEST_CASE("no agent makes, changes, empties or erases, nor takes copies or restores") {
  World world;
  world.publish(own_record);
  support::NatsWire wire = world.wire();
  for (const char* question : {"STREAM.CREATE.OTHER",
                               "STREAM.UPDATE.MEMORY",
                               "STREAM.DELETE.MEMORY",
                               "STREAM.PURGE.MEMORY",
                               "STREAM.MSG.DELETE.MEMORY",
                               "STREAM.MSG.GET.MEMORY",
                               "STREAM.SNAPSHOT.MEMORY",
                               "STREAM.RESTORE.MEMORY",
                               "STREAM.TEMPLATE.CREATE.OTHER",
                               "STREAM.LEADER.STEPDOWN.MEMORY",
                               "STREAM.PEER.REMOVE.MEMORY",
                               "STREAM.NAMES",
                               "CONSUMER.NAMES.MEMORY",
                               "CONSUMER.DURABLE.CREATE.MEMORY.mine",
                               "CONSUMER.CREATE.SWARM_EVENTS",
                               "CONSUMER.CREATE.SWARM_EVENTS.runlog",
                               "CONSUMER.MSG.NEXT.SWARM_EVENTS.runlog",
                               "CONSUMER.DELETE.SWARM_EVENTS.runlog",
                               "DIRECT.GET.SWARM_EVENTS",
                               "STREAM.DELETE.SWARM_EVENTS"}) {
    const std::string subject = std::string("$JS.API.") + question;
    wire.publish(subject, "{}", "_INBOX.devbot.answer");
    CHECK_THAT(wire.said(), Contains("Permissions Violation for Publish to \"" + subject + "\""));
  }
  CHECK(value_of(world.boss->stream("MEMORY", soon()))->state.messages == 1);
}

TEST_CASE("an agent hears what comes to its own inbox and nothing else") {
  const World world;
  support::NatsWire wire = world.wire();
  for (const std::string subject : {">",
                                    "memory.>",
                                    "memory.*.*.devbot.*",
                                    "swarm.events.>",
                                    "_INBOX.>",
                                    "_INBOX.*.a",
                                    "_INBOX.infrabot.>",
                                    "_INBOX.operator.>",
                                    "_INBOX.runlog.>",
                                    "$JS.API.>",
                                    "$JS.EVENT.>"}) {
    wire.subscribe(subject);
    CHECK_THAT(wire.said(),
               Contains("Permissions Violation for Subscription to \"" + subject + "\""));
  }
  wire.subscribe("_INBOX.devbot.>");
  wire.publish("$JS.API.STREAM.INFO.MEMORY", "", "_INBOX.devbot.answer");
  std::string said;
  CHECK(eventually(
      [&] { return (said += wire.said()).find("MSG _INBOX.devbot.answer") != std::string::npos; }));
}

TEST_CASE("the operator makes, changes and erases, but writes in no agent's name") {
  World world;
  world.publish(own_record);
  REQUIRE(world.boss->erase("MEMORY", 1, soon()));
  CHECK_FALSE(value_of(world.devbot->at("MEMORY", 1, soon())));
  const auto verdict = [&](const char* subject) {
    return publish_one(*world.boss, {.subject = subject, .payload = "{}"}).verdict;
  };
  CHECK(verdict("memory.p.decision.operator.1") == Verdict::stored);
  CHECK(verdict("swarm.events.memory.operator.purged") == Verdict::stored);
  CHECK(verdict(own_record) == Verdict::forbidden);
  CHECK(verdict("swarm.events.memory.devbot.written") == Verdict::forbidden);
}

// A server does not ask whether whoever names a reply subject may publish there. So an agent can
// have an answer of JetStream stored under another's name; a reader must know such a message.

TEST_CASE("an answer that is steered into the log under another's name can be told from a record") {
  World world;
  world.publish(own_record);
  support::NatsWire wire = world.wire();
  const std::string before = "memory.p.decision.infrabot.";
  wire.publish("$JS.API.DIRECT.GET.MEMORY", R"({"seq":1})", before + "copy");
  wire.publish("$JS.API.STREAM.INFO.MEMORY", "", before + "info");
  wire.publish("memory.p.decision.devbot.2", "{}", before + "acknowledgement");
  wire.publish("$JS.API.DIRECT.GET.MEMORY", R"({"seq":77})", before + "nothing");
  const nats::Message copy = world.read(before + "copy", 1).front();
  CHECK(copy.payload == "{}");
  CHECK(has_header(copy, "Nats-Sequence"));
  CHECK(has_header(copy, "Nats-Stream"));
  CHECK_THAT(world.read(before + "info", 1).front().payload, Contains("io.nats.jetstream.api"));
  CHECK_THAT(world.read(before + "acknowledgement", 1).front().payload,
             Contains(R"("stream":"MEMORY")"));
  CHECK(world.read(before + "nothing", 1).front().payload.empty());
}

TEST_CASE(
    "an agent that has its words repeated under the operator's name has not said them as such") {
  World world;
  const std::string id = "01234567-89ab-7def-8123-456789abcde3";
  const std::string purge = R"({"change":"purged","id":")" + id +
                            R"(","at":"2026-11-22T20:27:00.000Z","agent":"a","project":"p",)"
                            R"("revision":1,"reason":"r","type":"decision"})";
  const auto subject = [&](const std::string& agent) {
    return "memory." + project_token("p") + ".decision." + agent + "." + id;
  };
  CHECK(read_message({.subject = subject("operator"), .payload = purge}).defect.empty());
  support::NatsWire wire = world.wire();
  wire.publish(subject("devbot"), purge);
  wire.said();
  wire.publish("$JS.API.DIRECT.GET.MEMORY", R"({"seq":1})", subject("operator"));
  const nats::Message copy = world.read(subject("operator"), 1).front();
  CHECK(copy.payload == purge);
  CHECK_THAT(read_message(copy).defect, Contains("answer of the server"));
  CHECK_THAT(read_message(world.read(subject("devbot"), 1).front()).defect,
             Contains("only the operator may") || Contains("in the name of"));
}

TEST_CASE("a consumer that is steered into the log repeats a record, under its author's subject") {
  World world;
  world.publish(own_record);
  support::NatsWire wire = world.wire("infrabot");
  wire.subscribe("_INBOX.infrabot.>");
  wire.publish("$JS.API.CONSUMER.CREATE.MEMORY",
               R"({"stream_name":"MEMORY","config":{"ack_policy":"none","deliver_policy":"all"}})",
               "_INBOX.infrabot.answer");
  const std::string before = R"("stream_name":"MEMORY","name":")";
  std::string said;
  REQUIRE(eventually([&] { return (said += wire.said()).find(before) != std::string::npos; }));
  const std::string name = said.substr(said.find(before) + before.size(), 8);
  wire.publish("$JS.API.CONSUMER.MSG.NEXT.MEMORY." + name, "1", "memory.p.decision.2nd-bot.1");
  const auto messages = world.read("", 2);
  CHECK(messages[1].subject == own_record);
  CHECK(messages[1].payload == messages[0].payload);
}

TEST_CASE("no consumer delivers into the log") {
  World world;
  world.publish(own_record);
  support::NatsWire wire = world.wire();
  wire.subscribe("_INBOX.devbot.>");
  wire.publish("$JS.API.CONSUMER.CREATE.MEMORY",
               R"({"stream_name":"MEMORY","config":{"ack_policy":"none","deliver_policy":"all",)"
               R"("deliver_subject":"memory.p.decision.infrabot.1"}})",
               "_INBOX.devbot.answer");
  std::string said;
  CHECK(
      eventually([&] { return (said += wire.said()).find("forms a cycle") != std::string::npos; }));
}

}  // namespace
}  // namespace memory
