// Each message is dealt with by one process, and the server remembers which were.

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "common/nats/consuming.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/nats_wire.hpp"

namespace nats {
namespace {

using Catch::Matchers::Contains;
using support::eventually;
using Sequences = std::vector<std::uint64_t>;

TEST_CASE("a consumer gives what is there in order, with what the server knows of it") {
  World world;
  const auto before = base::system_clock()();
  world.bus->publish(numbered(2000), soon());
  const auto consumer = consumer_of(*world.bus);
  std::uint64_t last = 0;
  while (last < 2000) {
    const auto messages = value_of(consumer->next(300, seconds(20), {}));
    REQUIRE_FALSE(messages.empty());
    REQUIRE(messages.size() <= 300);
    for (const Delivered& one : messages) {
      REQUIRE(one.message.sequence == ++last);
      REQUIRE(one.deliveries == 1);
      REQUIRE(one.message.pending == 2000 - last);
    }
    CHECK(messages.front().message.subject == "log.n");
    CHECK(messages.front().message.time >= before - seconds(1));
    acknowledge(*consumer, messages);
  }
  CHECK(gives_nothing(*consumer));
}

TEST_CASE("a consumer gives a live message without waiting for more") {
  World world;
  const auto consumer = consumer_of(*world.bus);
  CHECK(value_of(consumer->next(100, milliseconds(1), {})).empty());
  for (int round = 0; round < 20; ++round) {
    publish_one(*world.bus, "log.a", std::to_string(round));
    const auto got = value_of(consumer->next(100, seconds(20), {}));
    REQUIRE(got.size() == 1);
    CHECK(got[0].message.payload == std::to_string(round));
    acknowledge(*consumer, got);
  }
}

TEST_CASE("a consumer with a filter gives the subjects it asks for") {
  World world;
  for (const char* subject : {"log.a.1", "log.b.1", "log.a.2"})
    publish_one(*world.bus, subject, "x");
  ConsumeFrom from = from_log();
  from.subject_filter = "log.a.*";
  const auto consumer = consumer_of(*world.bus, from);
  CHECK(sequences_of(take_messages(*consumer, 2)) == Sequences{1, 3});
  CHECK(consumer_of(*connected(to(world.server.url())), from));
}

TEST_CASE("what is not acknowledged in time comes again, and is counted") {
  World world;
  world.bus->publish(numbered(3), soon());
  ConsumeFrom from = from_log();
  from.ack_wait = milliseconds(200);
  const auto consumer = consumer_of(*world.bus, from);
  const auto first = take_messages(*consumer, 3);
  acknowledge(*consumer, std::span(first).subspan(1, 1));
  const auto again = take_messages(*consumer, 2);
  CHECK(sequences_of(again) == Sequences{1, 3});
  CHECK(again[0].deliveries >= 2);
  acknowledge(*consumer, again);
  CHECK(eventually([&] { return standing(*world.bus).ack_pending == 0; }));
}

TEST_CASE("what is acknowledged comes to nobody any more") {
  World world;
  world.bus->publish(numbered(5), soon());
  auto consumer = consumer_of(*world.bus);
  acknowledge(*consumer, take_messages(*consumer, 3));
  consumer.reset();
  world.bus = connected(to(world.server.url()));
  consumer = consumer_of(*world.bus);
  const auto rest = take_messages(*consumer, 2);
  CHECK(sequences_of(rest) == Sequences{4, 5});
  CHECK(rest[0].deliveries == 1);
  CHECK(gives_nothing(*consumer));
}

TEST_CASE("a consumer that ends gives back at once what it did not acknowledge, in order") {
  World world;
  world.bus->publish(numbered(50), soon());
  auto consumer = consumer_of(*world.bus);
  // Some are handed on, the others lie in the consumer.
  const auto some = value_of(consumer->next(50, seconds(20), {}));
  const auto handed_on = take_messages(*consumer, 50 - some.size());
  consumer.reset();
  const auto other = connected(to(world.server.url()));
  const auto again = take_messages(*consumer_of(*other), 50);
  for (std::size_t at = 0; at < again.size(); ++at) {
    CHECK(again[at].message.sequence == at + 1);
    CHECK(again[at].deliveries == 2);
  }
}

TEST_CASE("what comes for a consumer that has ended is given back") {
  World world;
  auto consumer = consumer_of(*world.bus);
  std::stop_source stop;
  {
    std::jthread stopper([&] {
      eventually([&] {
        const auto found = world.bus->consumer("LOG", "worker", soon());
        return found && *found && (*found)->waiting == 1;
      });
      stop.request_stop();
    });
    const auto stopped = consumer->next(10, seconds(60), stop.get_token());
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind == base::ErrorKind::stopped);
  }
  consumer.reset();
  publish_one(*world.bus, "log.a", "x");  // goes where the request of the ended one came from
  REQUIRE(eventually([&] { return standing(*world.bus).last_sequence == 1; }));
  const auto other = connected(to(world.server.url()));
  CHECK(take_messages(*consumer_of(*other), 1).front().deliveries == 2);
}

TEST_CASE("two processes of one durable name share the messages") {
  World world;
  world.bus->publish(numbered(200), soon());
  const auto other = connected(to(world.server.url()));
  const std::unique_ptr<Consumer> consumers[] = {consumer_of(*world.bus), consumer_of(*other)};
  Sequences seen;
  for (int round = 0; round < 10; ++round) {
    for (const auto& consumer : consumers) {
      const auto messages = take_messages(*consumer, 10);
      for (const std::uint64_t sequence : sequences_of(messages))
        seen.push_back(sequence);
      acknowledge(*consumer, messages);
    }
  }
  std::sort(seen.begin(), seen.end());
  REQUIRE(seen.size() == 200);
  CHECK(seen.front() == 1);
  CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
  CHECK(standing(*world.bus).ack_floor == 200);
}

TEST_CASE("processes that wait with one durable name each get what comes") {
  World world;
  const auto other = connected(to(world.server.url()));
  std::atomic<int> got = 0;
  const auto wait_on = [&](Bus& bus) {
    const auto consumer = bus.consume(from_log(), soon());
    const auto messages = (*consumer)->next(10, seconds(20), {});
    if (!messages) return;
    got += static_cast<int>(messages->size());  // one of them may get both
    acknowledge(**consumer, *messages);         // else the other gets it again
  };
  {
    std::jthread one([&] { wait_on(*world.bus); });
    std::jthread two([&] { wait_on(*other); });
    const auto writer = connected(to(world.server.url()));
    REQUIRE(eventually([&] {
      const auto found = writer->consumer("LOG", "worker", soon());
      return found && *found && (*found)->waiting == 2;
    }));
    publish_one(*writer, "log.a", "x");
    publish_one(*writer, "log.b", "x");
  }
  CHECK(got == 2);
}

TEST_CASE("no more is given out than may wait for acknowledgement") {
  World world;
  world.bus->publish(numbered(10), soon());
  ConsumeFrom from = from_log();
  from.ack_pending_max = 4;
  const auto consumer = consumer_of(*world.bus, from);
  const auto first = take_messages(*consumer, 4);
  CHECK(gives_nothing(*consumer));
  acknowledge(*consumer, first);
  const auto start = steady_clock::now();
  Sequences rest;
  while (rest.size() < 4) {
    for (const auto sequence : sequences_of(value_of(consumer->next(100, seconds(20), {}))))
      rest.push_back(sequence);
  }
  CHECK(rest == Sequences{5, 6, 7, 8});
  CHECK(steady_clock::now() - start < seconds(4));
}

TEST_CASE("a process waits as long as others have all that may wait for acknowledgement") {
  World world;
  world.bus->publish(numbered(10), soon());
  ConsumeFrom from = from_log();
  from.ack_pending_max = 4;
  const auto busy = consumer_of(*world.bus, from);
  const auto taken = take_messages(*busy, 4);
  Options options = to(world.server.url());
  options.heartbeat = milliseconds(200);
  const auto other = connected(options);
  const auto idle = consumer_of(*other, from);
  CHECK(value_of(idle->next(10, milliseconds(1500), {})).empty());
  acknowledge(*busy, taken);
  CHECK(take_messages(*idle, 1).front().message.sequence == 5);
}

TEST_CASE("messages of the largest size do not stop a consumer") {
  World world;
  world.bus->publish(numbered(60, 700'000), soon());
  const auto consumer = consumer_of(*world.bus);
  CHECK(take_messages(*consumer, 60).back().message.sequence == 60);
}

TEST_CASE("a second consumer of a durable name on the same bus ends the first") {
  World world;
  world.bus->publish(numbered(2), soon());
  const auto first = consumer_of(*world.bus);
  const auto taken = take_messages(*first, 1);
  const auto second = consumer_of(*world.bus);
  const auto ended = first->next(10, seconds(20), {});
  REQUIRE_FALSE(ended);
  CHECK_THAT(ended.error().message, Contains("LOG.worker"));
  CHECK(sequences_of(take_messages(*second, 1)) == Sequences{2});
  acknowledge(*second, taken);
  CHECK(standing(*world.bus).ack_floor == 1);
}

TEST_CASE("how it stands with a consumer is told without one") {
  World world;
  CHECK_FALSE(value_of(world.bus->consumer("LOG", "worker", soon())));
  world.bus->publish(numbered(10), soon());
  const auto before = base::system_clock()();
  auto consumer = consumer_of(*world.bus);
  CHECK(standing(*world.bus).pending == 10);
  CHECK(standing(*world.bus).created >= before - seconds(1));
  const auto messages = take_messages(*consumer, 6);
  acknowledge(*consumer, std::span(messages).first(2));
  acknowledge(*consumer, std::span(messages).subspan(3, 1));
  consumer.reset();
  consumer = consumer_of(*world.bus);
  CHECK(sequences_of(take_messages(*consumer, 1)) == Sequences{3});
  const ConsumerStanding now = standing(*world.bus);
  CHECK(now.pending + now.ack_pending == 4 + 3);
  CHECK(now.redelivered >= 1);
  CHECK(now.ack_floor == 2);
  CHECK(now.last_sequence == 6);
  const auto nowhere = world.bus->consumer("NONE", "worker", soon());
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().kind == base::ErrorKind::not_found);
}

TEST_CASE("a consumer that is configured otherwise is a conflict that names each difference") {
  World world;
  const auto consumer = consumer_of(*world.bus);
  ConsumeFrom other = from_log();
  other.ack_wait = seconds(5);
  other.ack_pending_max = 7;
  other.subject_filter = "log.a";
  const auto refused = world.bus->consume(other, soon());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::conflict);
  CHECK_THAT(refused.error().message,
             Contains("worker of the stream LOG") &&
                 Contains("ack_wait is 600000000000, wanted 5000000000") &&
                 Contains("max_ack_pending is 1000, wanted 7") &&
                 Contains(R"(filter_subject is "", wanted "log.a")"));
  CHECK(consumer_of(*world.bus));  // it is as it was
}

TEST_CASE("a consumer that delivers by itself or keeps nothing in mind is a conflict") {
  World world;
  support::NatsWire wire(world.server.port(), "", "");
  const auto refusal_of = [&](const std::string& name, const std::string& config) {
    wire.publish(
        "$JS.API.CONSUMER.DURABLE.CREATE.LOG." + name,
        R"({"stream_name":"LOG","config":{"durable_name":")" + name + "\"," + config + "}}",
        "elsewhere");
    REQUIRE(eventually([&] { return value_of(world.bus->consumer("LOG", name, soon())); }));
    const auto refused = world.bus->consume({.stream = "LOG", .durable = name}, soon());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == base::ErrorKind::conflict);
    return refused.error().message;
  };
  CHECK_THAT(refusal_of("pushed", R"("deliver_subject":"elsewhere","ack_policy":"explicit")"),
             Contains(R"(deliver_subject is "elsewhere", wanted none)"));
  CHECK_THAT(refusal_of("careless", R"("ack_policy":"none")"),
             Contains(R"(ack_policy is "none", wanted "explicit")"));
  CHECK_THAT(refusal_of("impatient", R"("ack_policy":"explicit","max_deliver":3)"),
             Contains("max_deliver is 3, wanted -1"));
}

TEST_CASE("a consumer of no stream is not found, and one that cannot be is invalid") {
  World world;
  const auto refusal = [&](const ConsumeFrom& from) {
    const auto refused = world.bus->consume(from, soon());
    REQUIRE_FALSE(refused);
    return refused.error().kind;
  };
  using base::ErrorKind;
  CHECK(refusal({.stream = "NONE", .durable = "worker"}) == ErrorKind::not_found);
  CHECK(refusal({.stream = "LOG.x", .durable = "worker"}) == ErrorKind::invalid);
  CHECK(refusal({.stream = "LOG", .durable = ""}) == ErrorKind::invalid);
  CHECK(refusal({.stream = "LOG", .durable = "a.>"}) == ErrorKind::invalid);
  CHECK(refusal({.stream = "LOG", .durable = "a", .subject_filter = "a b"}) == ErrorKind::invalid);
  CHECK(refusal({.stream = "LOG", .durable = "a", .ack_pending_max = 0}) == ErrorKind::invalid);
  CHECK(refusal({.stream = "LOG", .durable = "a", .ack_wait = seconds(0)}) == ErrorKind::invalid);
}

TEST_CASE("a message of another consumer cannot be acknowledged, nor anything beside it") {
  World world;
  world.bus->publish(numbered(1), soon());
  const auto consumer = consumer_of(*world.bus);
  ConsumeFrom other = from_log();
  other.durable = "other";
  const auto stranger = consumer_of(*world.bus, other);
  std::vector<Delivered> both = take_messages(*consumer, 1);
  both.push_back(take_messages(*stranger, 1).front());
  for (const char* subject : {"", "log.n", "$JS.API.STREAM.DELETE.LOG"}) {
    Delivered forged = both[0];
    forged.acknowledgement = subject;
    CHECK_FALSE(consumer->acknowledge(std::span(&forged, 1), soon()));
  }
  const auto refused = consumer->acknowledge(both, soon());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::invalid);
  CHECK(standing(*world.bus).ack_pending == 1);
}

TEST_CASE("what was stored under a number is not taken for the answer to a request") {
  World world;
  const auto reader = connected(to(world.server.url()));
  auto consumer = consumer_of(*reader);
  for (int number = 1; number <= 40; ++number)
    publish_one(*world.bus, "log." + std::to_string(number), "{}");
  // Each time, messages are on their way to a consumer that has ended while a question is open.
  for (int round = 0; round < 10; ++round) {
    static_cast<void>(consumer->next(40, milliseconds(0), {}));
    consumer.reset();
    CHECK(value_of(reader->stream("LOG", soon()))->stream.name == "LOG");
    consumer = consumer_of(*reader);
  }
}

}  // namespace
}  // namespace nats
