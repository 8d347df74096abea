// Others hear of a change once it is in the log, whoever on the machine learns of that first.

#include "crew.hpp"
#include "support/tcp_proxy.hpp"

using namespace crew_test;

namespace {

std::uint64_t events(nats::Bus& bus) {
  return must(bus.stream(memory::events_stream, soon())).value().state.messages;
}

}  // namespace

TEST_CASE("what got no answer is told when another process of the machine has read it back") {
  const support::NatsServer server;
  make_streams(server.url());
  support::TcpProxy wire(server.port());
  const Session infrabot(server.url(), "infrabot");
  CHECK(support::eventually([&] { return infrabot.log().reading.is_current; }));
  const Session devbot =
      infrabot.beside("nats://127.0.0.1:" + std::to_string(wire.port()), "devbot");
  CHECK(support::eventually([&] { return devbot.log().reading.is_current; }));
  const auto bus = connected(server.url());

  wire.hold_answers();
  devbot.desk().write(sample::decision("Nobody answers"));
  CHECK(support::eventually([&] { return log_state(*bus).messages == 1; }));
  CHECK(support::eventually([&] { return !devbot.has_outbox(); }));
  wire.cut();
  CHECK(events(*bus) == 0);
  wire.heal();
  CHECK(support::eventually([&] { return events(*bus) == 1; }));
}

TEST_CASE("what a process had sent when it ended is told by the next one of its agent") {
  const support::NatsServer server;
  make_streams(server.url());
  support::TcpProxy wire(server.port());
  const auto bus = connected(server.url());
  const auto machine = std::make_shared<support::TemporaryDirectory>();
  {
    const Session ends(machine, to("nats://127.0.0.1:" + std::to_string(wire.port())), "devbot");
    CHECK(support::eventually([&] { return ends.log().reading.is_current; }));
    wire.hold_answers();
    ends.desk().write(sample::decision("The last words"));
    CHECK(support::eventually([&] { return log_state(*bus).messages == 1; }));
  }
  CHECK(events(*bus) == 0);
  const Session next(machine, to(server.url()), "devbot");
  settle(server.url(), next);
  CHECK(support::eventually([&] { return events(*bus) == 1; }));
}
