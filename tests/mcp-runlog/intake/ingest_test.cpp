#include "mcp-runlog/intake/ingest.hpp"

#include <unistd.h>

#include <array>
#include <fstream>
#include <thread>

#include "base/fd.hpp"
#include "base/format.hpp"
#include "common/nats/fixture.hpp"
#include "intake/remembered.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/temporary_directory.hpp"

namespace runlog {
namespace {

using support::eventually;
using Titles = std::vector<std::string>;

std::string marked(std::string_view text) {
  return base::format("{} [run=0199c0de-0000-7000-8000-000000000002]\n", text);
}

struct Ingesting {
  IntakeStore store() {
    return {.sink = remembered.sink(),
            .trouble_heard = remembered.trouble_heard(),
            .position_of = [this](const Feed&) -> base::Result<std::string> {
              return remembered.position();
            },
            .clock = base::system_clock()};
  }

  Intakes one_log() const {
    Intakes intakes;
    intakes.files.push_back({log});
    return intakes;
  }

  support::TemporaryDirectory directory;
  std::filesystem::path log = directory.write("app.log", marked("one"));
  Remembered remembered;
};

TEST_CASE("taking in once ends by itself, and goes on there the next time") {
  Ingesting world;
  for (int time = 0; time < 2; ++time) {
    Intakes intakes = world.one_log();
    intakes.is_once = true;
    const auto ingested = ingest({}, std::move(intakes), world.store());
    REQUIRE(ingested);
    CHECK(ingested->logs.lines == (time == 0 ? 1 : 0));
  }
  CHECK(world.remembered.titles() == Titles{"one"});
  CHECK(world.remembered.known() == 0);
}

TEST_CASE("logs whose names differ in a number are logs of their own, each with its agent") {
  Ingesting world;
  Intakes intakes;
  for (const char* agent : {"devbot", "infrabot"}) {
    const auto number = intakes.files.size() + 1;
    const auto file = world.directory.write(base::format("worker.{}", number), marked("begun"));
    intakes.files.push_back({file, agent});
  }
  intakes.is_once = true;
  IntakeStore store = world.store();
  std::vector<std::string> feeds;
  store.position_of = [&](const Feed& feed) -> base::Result<std::string> {
    feeds.push_back(feed.name);
    return std::string();
  };
  const auto ingested = ingest({}, std::move(intakes), store);
  REQUIRE(ingested);
  CHECK(ingested->logs.events.added == 2);
  CHECK(world.remembered.agents() == std::vector<std::string>{"devbot", "infrabot"});
  REQUIRE(feeds.size() == 2);
  CHECK(feeds[0] != feeds[1]);
}

TEST_CASE("a stream is read to its end, and two of them are two") {
  Ingesting world;
  const bool is_once = GENERATE(true, false);
  for (const char* name : {"stdin#1", "stdin#2"}) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const base::Fd read_end(ends[0]);
    base::Fd write_end(ends[1]);
    const std::string line = marked("one");
    REQUIRE(::write(ends[1], line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    write_end.reset();
    Intakes intakes;
    intakes.stream = read_end.number();
    intakes.stream_name = name;
    intakes.is_once = is_once;
    const auto ingested = ingest({}, std::move(intakes), world.store());
    REQUIRE(ingested);
    CHECK(ingested->logs.events.added == 1);
  }
  CHECK(world.remembered.count() == 2);
}

TEST_CASE("what a store says against its place ends it before anything is read") {
  Ingesting world;
  IntakeStore store = world.store();
  store.position_of = [](const Feed&) -> base::Result<std::string> {
    return base::unavailable("no store");
  };
  const auto ingested = ingest({}, world.one_log(), store);
  REQUIRE_FALSE(ingested);
  CHECK(ingested.error().message == "no store");
  CHECK(world.remembered.deliveries() == 0);
}

/// A server with a stream of events, of which one is there.
struct BusWorld : Ingesting {
  BusWorld() {
    nats::value_of(bus->add({.name = events_stream, .subjects = {"swarm.events.>"}}, nats::soon()));
    publish("two");
  }

  void publish(std::string_view text) const {
    const auto published = nats::publish_one(*bus, "swarm.events.test.devbot.log", text);
    REQUIRE(published.verdict == nats::Verdict::stored);
  }

  Intakes log_and_bus() const {
    Intakes intakes = one_log();
    intakes.bus = nats::opened(nats::to(server.url()));
    return intakes;
  }

  support::NatsServer server;
  std::unique_ptr<nats::Bus> bus = nats::connected(nats::to(server.url()));
};

TEST_CASE("a log and the bus are taken in once, to the ends that they have") {
  BusWorld world;
  Intakes intakes = world.log_and_bus();
  intakes.is_once = true;
  const auto ingested = ingest({}, std::move(intakes), world.store());
  REQUIRE(ingested);
  CHECK(ingested->logs.events.added == 1);
  CHECK(ingested->bus.added == 1);
}

TEST_CASE("a log and the bus are followed until the stop") {
  BusWorld world;
  std::jthread following([&](const std::stop_token& stop) {
    static_cast<void>(ingest(stop, world.log_and_bus(), world.store()));
  });
  REQUIRE(eventually([&] { return world.remembered.count() == 2; }));
  world.publish("three");
  std::ofstream(world.log, std::ios::app) << marked("four");
  REQUIRE(eventually([&] { return world.remembered.count() == 4; }));
}

TEST_CASE("the bus is followed without any log") {
  BusWorld world;
  std::jthread following([&](const std::stop_token& stop) {
    Intakes intakes;
    intakes.bus = nats::opened(nats::to(world.server.url()));
    static_cast<void>(ingest(stop, std::move(intakes), world.store()));
  });
  REQUIRE(eventually([&] { return world.remembered.count() == 1; }));
  world.publish("three");
  REQUIRE(eventually([&] { return world.remembered.count() == 2; }));
}

}  // namespace
}  // namespace runlog
