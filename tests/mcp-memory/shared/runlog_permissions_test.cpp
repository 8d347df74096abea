// What the printed configuration lets the run log do: read all events, each once, and say nothing.

#include "common/nats/consuming.hpp"
#include "mcp-memory/shared/log_message.hpp"
#include "mcp-memory/shared/permissions.hpp"
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

constexpr const char* event = "swarm.events.memory.devbot.written";
constexpr const char* forged_record = "memory.p.decision.devbot.1";

nats::ConsumeFrom events() {
  return {.stream = std::string(events_stream),
          .durable = std::string(crew::runlog_name),
          .subject_filter = "swarm.events.>"};
}

struct RunLogWorld {
  RunLogWorld() {
    for (const nats::Stream& stream :
         wanted_streams({.memory_bytes_max = 50'000'000, .events_bytes_max = 50'000'000}))
      value_of(boss->add(stream, soon()));
  }

  std::unique_ptr<nats::Bus> as(const std::string& user) const {
    nats::Options options = nats::to(server.url());
    options.user = user;
    options.password = "for-tests";
    options.inbox_prefix = "_INBOX." + user;
    return nats::connected(options);
  }

  support::NatsWire wire() const { return {server.port(), "runlog", "for-tests"}; }

  std::uint64_t records() const {
    return value_of(boss->stream(std::string(memory_stream), soon()))->state.messages;
  }

  support::NatsServer server{
      server_configuration({.members = {{"devbot", "", std::nullopt}}, .file = "team.yaml"}),
      {{"NATS_PASSWORD_OPERATOR", "for-tests"},
       {"NATS_PASSWORD_RUNLOG", "for-tests"},
       {"NATS_PASSWORD_DEVBOT", "for-tests"}}};
  std::unique_ptr<nats::Bus> boss = as("operator");
  std::unique_ptr<nats::Bus> devbot = as("devbot");
  std::unique_ptr<nats::Bus> runlog = as("runlog");
};

TEST_CASE("the run log may do what is listed here and nothing else") {
  CHECK(subjects_of_runlog() ==
        std::vector<std::string>{"$JS.API.STREAM.INFO.SWARM_EVENTS",
                                 "$JS.API.CONSUMER.CREATE.SWARM_EVENTS.runlog",
                                 "$JS.API.CONSUMER.INFO.SWARM_EVENTS.runlog",
                                 "$JS.API.CONSUMER.MSG.NEXT.SWARM_EVENTS.runlog",
                                 "$JS.ACK.SWARM_EVENTS.runlog.>",
                                 "$JS.ACK.*.*.SWARM_EVENTS.runlog.>"});
}

TEST_CASE("the run log consumes the events of all, and needs no more than it may") {
  const RunLogWorld world;
  publish_one(*world.devbot, event, "1");
  publish_one(*world.boss, "swarm.events.memory.operator.purged", "2");
  CHECK(value_of(world.runlog->stream(std::string(events_stream), soon())));
  auto consumer = consumer_of(*world.runlog, events());
  const auto messages = take_messages(*consumer, 2);
  CHECK(messages[0].message.subject == event);
  acknowledge(*consumer, std::span(messages).first(1));
  consumer.reset();  // gives the other one back
  consumer = consumer_of(*world.runlog, events());
  CHECK(take_messages(*consumer, 1).front().message.sequence == 2);
  const auto standing =
      value_of(world.runlog->consumer(std::string(events_stream), "runlog", soon()));
  REQUIRE(standing);
  CHECK(standing->ack_floor == 1);
  CHECK(world.runlog->standing().trouble.empty());
}

TEST_CASE("the run log says nothing, not even in its own name") {
  RunLogWorld world;
  for (const char* subject : {event,
                              forged_record,
                              "swarm.events.memory.runlog.written",
                              "memory.p.decision.runlog.1",
                              "_INBOX.devbot.1",
                              "runlog"}) {
    CAPTURE(subject);
    CHECK(publish_one(*world.runlog, subject, "{}").verdict == Verdict::forbidden);
  }
  CHECK(world.records() == 0);
}

TEST_CASE("the run log consumes under its own name only, and makes, changes and erases nothing") {
  const RunLogWorld world;
  support::NatsWire wire = world.wire();
  for (const char* subject : {"$JS.API.CONSUMER.CREATE.SWARM_EVENTS",
                              "$JS.API.CONSUMER.CREATE.SWARM_EVENTS.other",
                              "$JS.API.CONSUMER.CREATE.SWARM_EVENTS.runlog.swarm.events.a",
                              "$JS.API.CONSUMER.DURABLE.CREATE.SWARM_EVENTS.runlog",
                              "$JS.API.CONSUMER.DELETE.SWARM_EVENTS.runlog",
                              "$JS.API.CONSUMER.CREATE.MEMORY",
                              "$JS.API.CONSUMER.CREATE.MEMORY.runlog",
                              "$JS.API.CONSUMER.INFO.MEMORY.runlog",
                              "$JS.API.CONSUMER.MSG.NEXT.MEMORY.runlog",
                              "$JS.API.STREAM.INFO.MEMORY",
                              "$JS.API.STREAM.CREATE.OTHER",
                              "$JS.API.STREAM.UPDATE.SWARM_EVENTS",
                              "$JS.API.STREAM.PURGE.SWARM_EVENTS",
                              "$JS.API.STREAM.DELETE.SWARM_EVENTS",
                              "$JS.API.STREAM.MSG.DELETE.SWARM_EVENTS",
                              "$JS.API.DIRECT.GET.MEMORY",
                              "$JS.API.DIRECT.GET.SWARM_EVENTS",
                              "$JS.ACK.SWARM_EVENTS.other.1.1.1.1.1",
                              "$JS.ACK.MEMORY.runlog.1.1.1.1.1"}) {
    wire.publish(subject, "{}", "_INBOX.runlog.answer");
    CHECK_THAT(wire.said(),
               Contains(std::string("Permissions Violation for Publish to \"") + subject + "\""));
  }
  for (const std::string subject :
       {">", "swarm.events.>", "memory.>", "_INBOX.>", "_INBOX.devbot.>"}) {
    wire.subscribe(subject);
    CHECK_THAT(wire.said(),
               Contains("Permissions Violation for Subscription to \"" + subject + "\""));
  }
}

TEST_CASE("no agent acknowledges for the run log") {
  const RunLogWorld world;
  publish_one(*world.devbot, event, "1");
  const auto consumer = consumer_of(*world.runlog, events());
  const auto messages = take_messages(*consumer, 1);
  support::NatsWire wire(world.server.port(), "devbot", "for-tests");
  wire.publish(messages[0].acknowledgement, "+ACK");
  CHECK_THAT(wire.said(), Contains("Permissions Violation for Publish to \"$JS.ACK."));
}

// A server does not ask whether whoever names a reply subject may publish there.

TEST_CASE("an event that is steered among the records keeps its subject and is no record") {
  const RunLogWorld world;
  publish_one(*world.devbot, event, R"({"change":"written"})");
  consumer_of(*world.runlog, events());
  support::NatsWire wire = world.wire();
  wire.publish("$JS.API.CONSUMER.MSG.NEXT.SWARM_EVENTS.runlog", "1", forged_record);
  REQUIRE(eventually([&] { return world.records() > 0; }));
  const auto stored = value_of(world.boss->at(std::string(memory_stream), 1, soon()));
  REQUIRE(stored);
  CHECK(stored->subject == event);
  CHECK_FALSE(read_message(*stored).defect.empty());
}

}  // namespace
}  // namespace memory
