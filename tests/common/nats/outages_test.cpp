// Servers that are not there, die, freeze, and wires that are cut: nothing hangs, and no verdict
// says more than is known.

#include "common/nats/fixture.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/tcp_proxy.hpp"

namespace nats {
namespace {

using Catch::Matchers::Contains;
using support::eventually;

bool in_time(steady_clock::time_point start, milliseconds time_max) {
  return steady_clock::now() - start < time_max;
}

/// A bus whose wire to the server can be cut.
struct CutWorld : World {
  support::TcpProxy proxy{server.port()};
  std::unique_ptr<Bus> wired = connected(to("nats://127.0.0.1:" + std::to_string(proxy.port())));
};

TEST_CASE("a bus opens without a server, says so, and connects when one appears") {
  support::NatsServer server;
  server.kill();
  const auto start = steady_clock::now();
  const auto bus = opened(to(server.url()));
  CHECK(in_time(start, seconds(2)));
  REQUIRE(eventually([&] { return !bus->standing().trouble.empty(); }));
  CHECK_THAT(bus->standing().trouble, Contains("127.0.0.1:" + std::to_string(server.port())));
  Published published;
  CHECK(eventually([&] {
    published = publish_one(*bus, "log.a", "x");
    return published.detail.find("does not answer") != std::string::npos;
  }));
  CHECK(published.verdict == Verdict::not_sent);
  server.start();
  REQUIRE(bus->wait_connected(soon()));
  CHECK(bus->standing().trouble.empty());
  CHECK_FALSE(bus->standing().server_version.empty());
  CHECK(bus->standing().address == "127.0.0.1:" + std::to_string(server.port()));
}

TEST_CASE("waiting for a connection ends at the deadline and when it is stopped") {
  support::NatsServer server;
  server.kill();
  const auto bus = opened(to(server.url()));
  CHECK_FALSE(bus->wait_connected(within(milliseconds(20))));
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  CHECK_FALSE(bus->wait_connected(
      {.deadline = steady_clock::now() + seconds(60), .stop = stop.get_token()}));
}

TEST_CASE("a killed server is noticed, nothing is kept for it, and what was stored is there") {
  World world;
  publish_one(*world.bus, "log.a", "before");
  world.server.kill();
  REQUIRE(eventually([&] { return !world.bus->standing().connected; }));
  CHECK_THAT(world.bus->standing().trouble, Contains("lost the connection"));
  CHECK(publish_one(*world.bus, "log.a", "lost").verdict == Verdict::not_sent);
  world.server.start();
  REQUIRE(world.bus->wait_connected(soon()));
  CHECK(publish_one(*world.bus, "log.a", "after").sequence == 2);
  const auto messages = read_messages(*reader_from(*world.bus), 2);
  REQUIRE(messages.size() == 2);
  CHECK(messages[1].payload == "after");
}

TEST_CASE("each acknowledged publication survives kill -9 of the server in the middle") {
  World world;
  std::vector<Published> published;
  constexpr std::uint64_t more_than_in_flight = 2000;  // so that some were acknowledged
  std::jthread writer([&] { published = world.bus->publish(numbered(20'000, 200), soon()); });
  REQUIRE(eventually([&] {
    const auto info = world.bus->stream("LOG", within(seconds(5)));
    return info && *info && (*info)->state.messages > more_than_in_flight;
  }));
  world.server.kill();
  writer.join();
  world.server.start();
  REQUIRE(world.bus->wait_connected(soon()));
  const auto info = value_of(world.bus->stream("LOG", soon()));
  const std::size_t stored = count_of(published, Verdict::stored);
  CHECK(stored > 0);
  CHECK(info->state.messages >= stored);
  CHECK(info->state.messages <= stored + count_of(published, Verdict::unanswered));
}

TEST_CASE("a frozen server leaves a publication unanswered at its deadline") {
  World world;
  world.server.freeze();
  const auto start = steady_clock::now();
  const Published published =
      publish_one(*world.bus, {.subject = "log.a", .message_id = "id"}, within(milliseconds(300)));
  CHECK(published.verdict == Verdict::unanswered);
  CHECK(in_time(start, seconds(2)));
  world.server.thaw();
  CHECK(publish_one(*world.bus, {.subject = "log.a", .message_id = "id"}).verdict ==
        Verdict::stored_before);
}

TEST_CASE("a frozen server whose buffers are full holds nobody beyond the deadline") {
  World world;
  world.server.freeze();
  const auto messages = numbered(40, 900'000);
  const auto start = steady_clock::now();
  const auto published = world.bus->publish(messages, within(milliseconds(300)));
  CHECK(in_time(start, seconds(2)));
  CHECK(count_of(published, Verdict::unanswered) + count_of(published, Verdict::not_sent) == 40);
  CHECK(count_of(published, Verdict::not_sent) > 0);
  CHECK_FALSE(world.bus->stream("LOG", within(milliseconds(50))));
  world.server.thaw();
}

TEST_CASE("a bus ends within a moment, whatever the server does") {
  World world;
  const auto end_takes = [](std::unique_ptr<Bus> bus) {
    const auto start = steady_clock::now();
    bus.reset();
    return steady_clock::now() - start;
  };
  // 100 ms, and what a busy machine adds.
  constexpr milliseconds moment(400);
  CHECK(end_takes(connected(to(world.server.url()))) < moment);
  auto blocked = connected(to(world.server.url()));
  auto idle = connected(to(world.server.url()));
  world.server.freeze();
  CHECK(end_takes(opened(to(world.server.url()))) < moment);
  CHECK(end_takes(std::move(idle)) < moment);
  blocked->publish(numbered(40, 900'000), within(milliseconds(100)));
  CHECK(end_takes(std::move(blocked)) < moment);
  world.server.thaw();
}

TEST_CASE("an acknowledgement that is lost leaves unanswered what a retry finds stored") {
  CutWorld world;
  world.proxy.hold_answers();
  const Publication publication{.subject = "log.a", .payload = "x", .message_id = "id"};
  std::jthread cutter([&] {
    eventually([&] { return value_of(world.bus->stream("LOG", soon()))->state.messages == 1; });
    world.proxy.cut();
  });
  CHECK(publish_one(*world.wired, publication).verdict == Verdict::unanswered);
  cutter.join();
  world.proxy.heal();
  REQUIRE(world.wired->wait_connected(soon()));
  const Published again = publish_one(*world.wired, publication);
  CHECK(again.verdict == Verdict::stored_before);
  CHECK(again.sequence == 1);
}

TEST_CASE("a publication that is lost on its way is unanswered, and stored by a retry") {
  CutWorld world;
  world.proxy.hold_requests();
  const Publication publication{.subject = "log.a", .payload = "x", .message_id = "id"};
  CHECK(publish_one(*world.wired, publication, within(milliseconds(50))).verdict ==
        Verdict::unanswered);
  world.proxy.cut();
  REQUIRE(eventually([&] { return !world.wired->standing().connected; }));
  world.proxy.heal();
  REQUIRE(world.wired->wait_connected(soon()));
  CHECK(publish_one(*world.wired, publication).verdict == Verdict::stored);
}

TEST_CASE("an answer that comes after the deadline disturbs nothing") {
  CutWorld world;
  world.proxy.hold_answers();
  CHECK(publish_one(*world.wired, {.subject = "log.a"}, within(milliseconds(50))).verdict ==
        Verdict::unanswered);
  world.proxy.heal();
  CHECK(publish_one(*world.wired, "log.b", "x").sequence == 2);
}

}  // namespace
}  // namespace nats
