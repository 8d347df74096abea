// Many threads on one bus: what the thread sanitizer looks at.

#include <atomic>
#include <thread>

#include "common/nats/fixture.hpp"
#include "support/catch.hpp"

namespace nats {
namespace {

TEST_CASE("many threads publish, read and ask over one bus, while the server is killed once") {
  constexpr std::size_t writers = 4;
  constexpr std::size_t rounds = 60;
  World world;
  std::atomic<std::size_t> stored = 0;
  std::atomic<std::size_t> doubtful = 0;
  std::atomic<std::size_t> finished = 0;
  std::vector<std::jthread> threads;
  for (std::size_t writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&] {
      for (std::size_t round = 0; round < rounds; ++round) {
        const auto published = world.bus->publish(numbered(20), soon());
        stored += count_of(published, Verdict::stored);
        doubtful += count_of(published, Verdict::unanswered);
      }
      ++finished;
    });
  }
  threads.emplace_back([&] {
    while (finished < writers) {
      const auto reader = world.bus->read({.stream = "LOG"}, within(seconds(5)));
      while (reader && finished < writers && (*reader)->next(100, milliseconds(20), {})) {
      }
    }
  });
  threads.emplace_back([&] {
    while (finished < writers) {
      world.bus->standing();
      static_cast<void>(world.bus->last_of("LOG", "log.n", within(seconds(5))));
    }
  });
  while (stored < 200)
    world.bus->wait_connected(within(milliseconds(1)));
  world.server.kill();
  world.server.start();
  threads.clear();
  REQUIRE(world.bus->wait_connected(soon()));
  const auto messages = value_of(world.bus->stream("LOG", soon()))->state.messages;
  CHECK(messages >= stored);
  CHECK(messages <= stored + doubtful);
}

TEST_CASE("buses come and go while their servers do") {
  support::NatsServer server;
  for (int round = 0; round < 10; ++round) {
    const auto bus = opened(to(server.url()));
    if (round % 2 == 0 && round < 4) bus->wait_connected(soon());
    if (round == 4) server.kill();
    if (round == 6) server.start();
    if (round == 6 || round < 4) CHECK(bus->wait_connected(soon()));
  }
}

}  // namespace
}  // namespace nats
