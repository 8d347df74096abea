// Consumers whose server dies or freezes, whose stream goes, whose wire is cut, or who may not do
// what they do.

#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>

#include "common/nats/consuming.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/nats_wire.hpp"
#include "support/tcp_proxy.hpp"

namespace nats {
namespace {

using Catch::Matchers::Contains;
using support::eventually;
using Sequences = std::vector<std::uint64_t>;

Sequences sorted(const std::vector<Delivered>& messages) {
  Sequences sequences = sequences_of(messages);
  std::sort(sequences.begin(), sequences.end());
  return sequences;
}

/// As kill -9, at a moment when it is on the disk that all up to `floor` is acknowledged. The
/// server writes that some time after it confirmed it, and a kill while it does leaves an empty
/// file.
void kill_once_written(support::NatsServer& server, std::uint64_t floor) {
  const bool written = eventually([&] {
    server.freeze();
    if (server.written_ack_floor("LOG", "worker") == floor) return true;
    server.thaw();
    return false;
  });
  if (!written) throw std::runtime_error("the server writes nothing down");
  server.kill();
}

/// Why the consumer cannot go on.
base::Error end_of(Consumer& consumer) {
  base::Error why = base::internal("it goes on");
  eventually([&] {
    const auto got = consumer.next(10, milliseconds(50), {});
    if (!got) why = got.error();
    return !got;
  });
  return why;
}

/// A bus whose wire to the server can be cut.
struct WiredWorld : World {
  WiredWorld() {
    bus->publish(numbered(5), soon());
    from.ack_wait = milliseconds(500);
  }

  void cut() {
    proxy.cut();
    REQUIRE(eventually([&] { return !wired->standing().connected; }));
  }

  void heal() {
    proxy.heal();
    REQUIRE(wired->wait_connected(soon()));
  }

  support::TcpProxy proxy{server.port()};
  std::unique_ptr<Bus> wired = connected(to("nats://127.0.0.1:" + std::to_string(proxy.port())));
  ConsumeFrom from = from_log();
};

TEST_CASE("a killed server ends a consumer and gives again only what was not acknowledged") {
  World world;
  world.bus->publish(numbered(8), soon());
  auto consumer = consumer_of(*world.bus);
  const auto messages = take_messages(*consumer, 5);
  acknowledge(*consumer, std::span(messages).first(3));
  kill_once_written(world.server, 3);
  CHECK(end_of(*consumer).kind == base::ErrorKind::unavailable);
  world.server.start();
  REQUIRE(world.bus->wait_connected(soon()));
  CHECK_FALSE(consumer->next(10, milliseconds(10), {}));
  // Another process than the one that went down with the connection.
  consumer.reset();
  world.bus = connected(to(world.server.url()));
  consumer = consumer_of(*world.bus);
  CHECK(standing(*world.bus).ack_floor == 3);
  CHECK(sorted(take_messages(*consumer, 5)) == Sequences{4, 5, 6, 7, 8});
  CHECK(gives_nothing(*consumer));
}

TEST_CASE("what a killed server gave and nobody acknowledged comes again") {
  World world;
  world.bus->publish(numbered(3), soon());
  ConsumeFrom from = from_log();
  from.ack_wait = milliseconds(500);
  auto consumer = consumer_of(*world.bus, from);
  take_messages(*consumer, 3);
  world.server.kill();
  world.server.start();
  REQUIRE(world.bus->wait_connected(soon()));
  consumer.reset();
  consumer = consumer_of(*world.bus, from);
  // One may come twice: given back by the first consumer, and because its time is over.
  std::set<std::uint64_t> seen;
  CHECK(eventually([&] {
    const auto more = consumer->next(10, milliseconds(200), {});
    if (!more) return false;
    for (const auto sequence : sequences_of(*more))
      seen.insert(sequence);
    return seen == std::set<std::uint64_t>{1, 2, 3};
  }));
}

TEST_CASE("a stream that is deleted ends a waiting consumer at once, and a new one begins anew") {
  World world;
  world.bus->publish(numbered(3), soon());
  auto consumer = consumer_of(*world.bus);
  const auto messages = take_messages(*consumer, 3);
  acknowledge(*consumer, std::span(messages).first(2));
  const auto start = steady_clock::now();
  {
    std::jthread deleter([&] {
      support::NatsWire wire(world.server.port(), "", "");
      eventually([&] {
        const auto found = world.bus->consumer("LOG", "worker", soon());
        return found && *found && (*found)->waiting > 0;
      });
      wire.publish("$JS.API.STREAM.DELETE.LOG", "", "elsewhere");
      wire.said();
    });
    const auto ended = consumer->next(10, seconds(20), {});
    REQUIRE_FALSE(ended);
    CHECK(ended.error().kind == base::ErrorKind::unavailable);
    CHECK_THAT(ended.error().message, Contains("Consumer Deleted"));
  }
  CHECK(steady_clock::now() - start < seconds(4));
  CHECK_FALSE(consumer->acknowledge(std::span(messages).last(1), soon()));
  const auto gone = world.bus->consume(from_log(), soon());
  REQUIRE_FALSE(gone);
  CHECK(gone.error().kind == base::ErrorKind::not_found);
  world.make_stream();
  publish_one(*world.bus, "log.a", "anew");
  consumer = consumer_of(*world.bus);
  const auto anew = take_messages(*consumer, 1);
  CHECK(anew[0].message.payload == "anew");
  CHECK(anew[0].message.sequence == 1);
}

TEST_CASE("a durable name that was deleted unseen ends a consumer") {
  World world;
  Options options = to(world.server.url());
  options.heartbeat = milliseconds(200);
  const auto bus = connected(options);
  const auto consumer = consumer_of(*bus);
  support::NatsWire wire(world.server.port(), "", "");
  wire.publish("$JS.API.CONSUMER.DELETE.LOG.worker", "", "elsewhere");
  REQUIRE(eventually([&] { return !value_of(world.bus->consumer("LOG", "worker", soon())); }));
  const base::Error end = end_of(*consumer);
  CHECK(end.kind == base::ErrorKind::unavailable);
  // From 2.10 on a server says at the next request that nobody takes it.
  CHECK_THAT(end.message, Contains("consumer not found") || Contains("what is read is gone (503)"));
}

TEST_CASE("a frozen server ends a consumer, whose own end takes a moment only") {
  World world;
  world.bus->publish(numbered(3), soon());
  Options options = to(world.server.url());
  options.heartbeat = milliseconds(400);
  const auto bus = connected(options);
  auto consumer = consumer_of(*bus);
  const auto messages = take_messages(*consumer, 3);
  // An idle consumer lives beyond the silence that would end it.
  CHECK(value_of(consumer->next(10, milliseconds(2000), {})).empty());
  world.server.freeze();
  const auto ended = consumer->next(10, seconds(20), {});
  REQUIRE_FALSE(ended);
  CHECK(ended.error().kind == base::ErrorKind::unavailable);
  const auto unknown = consumer->acknowledge(messages, within(milliseconds(50)));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == base::ErrorKind::unavailable);
  const auto start = steady_clock::now();
  consumer.reset();
  CHECK(steady_clock::now() - start < seconds(1));
  world.server.thaw();
}

TEST_CASE("a stop ends the waiting of a consumer, also for an acknowledgement") {
  World world;
  world.bus->publish(numbered(1), soon());
  const auto consumer = consumer_of(*world.bus);
  const auto messages = take_messages(*consumer, 1);
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  const auto stopped = consumer->next(10, seconds(60), stop.get_token());
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().kind == base::ErrorKind::stopped);
  world.server.freeze();
  const auto unknown = consumer->acknowledge(
      messages, {.deadline = steady_clock::now() + seconds(60), .stop = stop.get_token()});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == base::ErrorKind::stopped);
  world.server.thaw();
}

TEST_CASE("what was taken before the wire was cut comes again if it is not acknowledged") {
  WiredWorld world;
  auto consumer = consumer_of(*world.wired, world.from);
  const auto messages = take_messages(*consumer, 5);
  acknowledge(*consumer, std::span(messages).first(2));
  world.cut();
  const auto failed = consumer->acknowledge(std::span(messages).subspan(2), soon());
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(failed.error().message, Contains("3 of 3 messages are not acknowledged"));
  CHECK_THAT(end_of(*consumer).message, Contains("lost the connection"));
  world.heal();
  consumer = consumer_of(*world.wired, world.from);
  const auto again = take_messages(*consumer, 3);
  CHECK(sequences_of(again) == Sequences{3, 4, 5});
  CHECK(again[0].deliveries == 2);
}

TEST_CASE("an acknowledgement whose answer is lost holds all the same") {
  WiredWorld world;
  auto consumer = consumer_of(*world.wired, world.from);
  const auto messages = take_messages(*consumer, 5);
  world.proxy.hold_answers();
  {
    std::jthread cutter([&] {
      eventually([&] {
        const auto found = world.bus->consumer("LOG", "worker", soon());
        return found && *found && (*found)->ack_floor == 5;
      });
      world.proxy.cut();
    });
    CHECK_FALSE(consumer->acknowledge(messages, soon()));
  }
  world.heal();
  consumer = consumer_of(*world.wired, world.from);
  CHECK(value_of(consumer->next(10, 2 * world.from.ack_wait, {})).empty());
  CHECK(standing(*world.bus).ack_pending == 0);
}

TEST_CASE("what was taken before the wire was cut may be acknowledged afterwards") {
  WiredWorld world;
  world.from.ack_wait = seconds(600);
  auto consumer = consumer_of(*world.wired, world.from);
  const auto messages = take_messages(*consumer, 5);
  world.cut();
  world.heal();
  consumer = consumer_of(*world.wired, world.from);
  acknowledge(*consumer, messages);
  CHECK(standing(*world.bus).ack_floor == 5);
}

constexpr const char* users = R"(
authorization {
  users = [
    { user: "admin", password: "for-tests" }
    { user: "looker", password: "for-tests", permissions: {
        publish: ["$JS.API.CONSUMER.INFO.LOG.>"], subscribe: ["_INBOX.>"] } }
    { user: "maker", password: "for-tests", permissions: {
        publish: ["$JS.API.CONSUMER.INFO.LOG.>", "$JS.API.CONSUMER.CREATE.LOG.worker"], subscribe: ["_INBOX.>"] } }
    { user: "taker", password: "for-tests", permissions: {
        publish: ["$JS.API.CONSUMER.INFO.LOG.>", "$JS.API.CONSUMER.MSG.NEXT.LOG.worker"], subscribe: ["_INBOX.>"] } }
  ]
}
)";

TEST_CASE("what a consumer may not do it is told at once, by name") {
  const support::NatsServer server(users);
  const auto as = [&](const char* user) {
    Options options = to(server.url());
    options.user = user;
    options.password = "for-tests";
    return connected(options);
  };
  const auto admin = as("admin");
  value_of(admin->add(log_stream(), soon()));
  publish_one(*admin, "log.a", "x");
  const auto start = steady_clock::now();
  const auto looker = as("looker")->consume(from_log(), soon());
  REQUIRE_FALSE(looker);
  CHECK(looker.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(looker.error().message, Contains("$JS.API.CONSUMER.CREATE.LOG.worker"));

  const auto maker = as("maker");
  const auto refused = consumer_of(*maker)->next(10, seconds(20), {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(refused.error().message, Contains("$JS.API.CONSUMER.MSG.NEXT.LOG.worker"));

  const auto taker = as("taker");
  const auto consumer = consumer_of(*taker);
  const auto unheard = consumer->acknowledge(take_messages(*consumer, 1), soon());
  REQUIRE_FALSE(unheard);
  CHECK(unheard.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(unheard.error().message, Contains("$JS.ACK.LOG.worker"));
  CHECK(steady_clock::now() - start < seconds(4));
}

}  // namespace
}  // namespace nats
