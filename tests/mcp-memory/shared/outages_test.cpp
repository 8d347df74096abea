// Whatever happens to the server and the wire while agents write: everything that was acknowledged
// is in the log or waits for it, nothing is there twice, and all machines agree in the end.
// OUTAGE_ROUNDS is for the long forms.

#include "base/format.hpp"
#include "load.hpp"
#include "support/tcp_proxy.hpp"

using namespace crew_test;

TEST_CASE("a server that is killed under load loses and doubles nothing") {
  support::NatsServer server;
  make_streams(server.url());
  const Session devbot(server.url(), "devbot");
  const Session infrabot(server.url(), "infrabot");
  Load load({&devbot, &infrabot});
  for (int round = 0; round < amount("OUTAGE_ROUNDS", 3); ++round) {
    load.wait_for(10);
    server.kill();
    load.wait_for(3);
    server.start();
  }
  check_in_the_end(server.url(), load.end(), devbot, infrabot);
}

TEST_CASE("a server that stands still makes nobody wait for long, and loses nothing") {
  support::NatsServer server;
  make_streams(server.url());
  const Session devbot(server.url(), "devbot");
  const Session infrabot(server.url(), "infrabot");
  Load load({&devbot, &infrabot});
  for (int round = 0; round < amount("OUTAGE_ROUNDS", 1); ++round) {
    load.wait_for(5);
    server.freeze();
    load.wait_for(3);
    server.thaw();
    load.wait_for(5);
  }
  check_in_the_end(server.url(), load.end(), devbot, infrabot);
}

TEST_CASE("a wire that is cut before and after the log has a change loses and doubles nothing") {
  support::NatsServer server;
  make_streams(server.url());
  support::TcpProxy wire(server.port());
  const std::string url = "nats://127.0.0.1:" + std::to_string(wire.port());
  const Session devbot(url, "devbot");
  const Session infrabot(server.url(), "infrabot");
  Load load({&devbot, &infrabot});
  for (int round = 0; round < amount("OUTAGE_ROUNDS", 2); ++round) {
    load.wait_for(6);
    wire.hold_answers();
    load.wait_for(4);
    wire.cut();
    load.wait_for(2);
    wire.heal();
  }
  check_in_the_end(server.url(), load.end(), devbot, infrabot);
}

TEST_CASE("what waits when a process ends is delivered by the next one of that agent") {
  support::NatsServer server;
  make_streams(server.url());
  const auto machine = std::make_shared<support::TemporaryDirectory>();
  server.kill();
  std::set<std::string> ids;
  {
    const Session devbot(machine, to(server.url()), "devbot");
    for (int number = 0; number < 20; ++number)
      ids.insert(devbot.desk().write(sample::decision(base::format("Alone {}", number))));
  }
  server.start();
  const Session again(machine, to(server.url()), "devbot");
  const Session infrabot(server.url(), "infrabot");
  REQUIRE(again.desk().must("memory_status", "{}").structured().find("log").is(json::Kind::object));
  REQUIRE(
      infrabot.desk().must("memory_status", "{}").structured().find("log").is(json::Kind::object));
  support::eventually([&] { return log_messages(server.url()) == 20; });
  check_in_the_end(server.url(), ids, again, infrabot);
}
