// A change whose acknowledgement is lost is sent again when the server does not know its message id
// any more: it is in the log once all the same.

#include "load.hpp"
#include "support/tcp_proxy.hpp"

using namespace crew_test;

namespace {

/// True if the server knows a message of this id: it stored one within its duplicate window.
bool is_remembered(nats::Bus& bus, const std::string& id) {
  const nats::Publication probe{.subject = "memory.probe", .message_id = id};
  const nats::Verdict verdict = bus.publish({&probe, 1}, soon()).front().verdict;
  REQUIRE((verdict == nats::Verdict::stored || verdict == nats::Verdict::stored_before));
  return verdict == nats::Verdict::stored_before;
}

nats::Stream forgetful_log() {
  nats::Stream log = log_stream();
  log.duplicate_window = std::chrono::milliseconds(100);
  return log;
}

struct RetriesFixture {
  support::NatsServer server;
  support::TcpProxy wire{server.port()};

  RetriesFixture() { make_streams(server.url(), forgetful_log()); }

  /// Until the log has more than so many messages, and the server has forgotten the ids of all.
  void wait_forgotten(std::uint64_t messages) {
    CHECK(support::eventually([&] { return log_messages(server.url()) > messages; }));
    const auto bus = connected(server.url());
    // Ids are forgotten in the order in which they came.
    CHECK_FALSE(is_remembered(*bus, "probe"));
    CHECK(support::eventually([&] { return !is_remembered(*bus, "probe"); }));
  }
};

}  // namespace

TEST_CASE_METHOD(RetriesFixture,
                 "an acknowledgement lost, and asked for after the window, doubles nothing") {
  const Session devbot("nats://127.0.0.1:" + std::to_string(wire.port()), "devbot");
  const Session infrabot(server.url(), "infrabot");
  std::set<std::string> acknowledged{devbot.desk().write(sample::decision("Before"))};
  settle(server.url(), devbot);
  wire.hold_answers();
  const auto written = devbot.desk().must("write_record", sample::decision("Not acknowledged"));
  CHECK(written.member("durability") == "queued");
  acknowledged.insert(written.member("id"));
  wait_forgotten(1);
  wire.cut();
  wire.heal();
  check_in_the_end(server.url(), acknowledged, devbot, infrabot);
}
