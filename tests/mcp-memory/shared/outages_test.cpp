// Whatever happens to the server and the wire while agents write: everything that was acknowledged
// is in the log or waits for it, nothing is there twice, and all machines agree in the end.

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "base/format.hpp"
#include "crew.hpp"
#include "support/tcp_proxy.hpp"

using namespace crew_test;

namespace {

using std::chrono::milliseconds;

/// Agents that write until told to stop; what they were told was stored.
class Load {
 public:
  explicit Load(std::vector<const Session*> sessions) {
    for (const Session* session : sessions) {
      threads_.emplace_back([this, session](const std::stop_token& stop) {
        while (!stop.stop_requested())
          write(*session);
      });
    }
  }

  void wait_for(std::size_t more) {
    const std::size_t enough = written() + more;
    support::eventually([&] { return written() >= enough; });
  }

  std::set<std::string> end() {
    threads_.clear();
    const std::scoped_lock lock(mutex_);
    CHECK(problems_ == "");
    return ids_;
  }

 private:
  std::size_t written() {
    const std::scoped_lock lock(mutex_);
    return ids_.size();
  }

  void write(const Session& session) {
    const std::string title = base::format("Number {}", ++number_);
    const std::string response = session.desk().response("write_record", sample::decision(title));
    const auto document = json::parse(response);
    const json::View id = document->root().find("result").find("structuredContent").find("id");
    const std::scoped_lock lock(mutex_);
    if (id.is(json::Kind::text)) {
      ids_.emplace(id.text());
    } else {
      problems_ += response + "\n";
    }
  }

  std::mutex mutex_;
  std::set<std::string> ids_;
  std::string problems_;
  std::atomic<int> number_ = 0;
  std::vector<std::jthread> threads_;
};

/// Of the records in the log, each as often as it is there.
std::multiset<std::string> ids_in_log(const std::string& url) {
  const auto bus = connected(url);
  const auto end = must(bus->stream(memory::memory_stream, soon()))->state.last_sequence;
  const auto reader = must(bus->read({.stream = memory::memory_stream}, soon()));
  std::multiset<std::string> ids;
  for (std::uint64_t sequence = 0; sequence < end;) {
    for (const nats::Message& message : must(reader->next(500, milliseconds(500), {}))) {
      sequence = message.sequence;
      const auto change = memory::read_message(message).change;
      REQUIRE(change);
      ids.insert(change->id);
    }
  }
  return ids;
}

void check_in_the_end(const std::string& url,
                      const std::set<std::string>& acknowledged,
                      const Session& one,
                      const Session& other) {
  settle(url, one, other);
  const auto in_log = ids_in_log(url);
  for (const std::string& id : acknowledged)
    CHECK(in_log.count(id) == 1);
  CHECK(one.dump() == other.dump());
}

}  // namespace

TEST_CASE("a server that is killed under load loses and doubles nothing") {
  support::NatsServer server;
  make_streams(server.url());
  const Session devbot(server.url(), "devbot");
  const Session infrabot(server.url(), "infrabot");
  Load load({&devbot, &infrabot});
  for (int round = 0; round < 3; ++round) {
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
  load.wait_for(5);
  server.freeze();
  load.wait_for(3);
  server.thaw();
  load.wait_for(5);
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
  for (int round = 0; round < 2; ++round) {
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
    const Session devbot(machine, server.url(), "devbot");
    for (int number = 0; number < 20; ++number)
      ids.insert(devbot.desk().write(sample::decision(base::format("Alone {}", number))));
  }
  server.start();
  const Session again(machine, server.url(), "devbot");
  const Session infrabot(server.url(), "infrabot");
  REQUIRE(again.desk().must("memory_status", "{}").structured().find("log").is(json::Kind::object));
  REQUIRE(
      infrabot.desk().must("memory_status", "{}").structured().find("log").is(json::Kind::object));
  support::eventually([&] { return log_messages(server.url()) == 20; });
  check_in_the_end(server.url(), ids, again, infrabot);
}
