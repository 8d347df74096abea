#include "mcp-runlog/intake/bus_intake.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>

#include "base/fd.hpp"
#include "base/format.hpp"
#include "common/nats/fixture.hpp"
#include "intake/remembered.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/tcp_proxy.hpp"
#include "support/temporary_directory.hpp"

namespace runlog {
namespace {

using nats::soon;
using support::eventually;
using Titles = std::vector<std::string>;

constexpr const char* durable = "runlog-test";

nats::Stream events() {
  return {.name = events_stream,
          .subjects = {"swarm.events.>"},
          .duplicate_window = std::chrono::seconds(120)};
}

void publish(nats::Bus& bus, int first, int count = 1) {
  std::vector<nats::Publication> all;
  for (int at = first; at < first + count; ++at)
    all.push_back({.subject = "swarm.events.test.devbot.log",
                   .payload = base::format(R"({{"message":"{}"}})", at),
                   .headers = {{"ce-specversion", "1.0"}, {"ce-type", "log"}},
                   .message_id = base::format("m{}", at)});
  for (const nats::Published& published : bus.publish(all, soon()))
    REQUIRE(published.verdict == nats::Verdict::stored);
}

struct World {
  void make_stream() { nats::value_of(bus->add(events(), soon())); }

  std::unique_ptr<BusIntake> intake(const std::string& url = {}) {
    return intake_into(remembered.sink(), url);
  }

  std::unique_ptr<BusIntake> intake_into(Sink sink, const std::string& url = {}) {
    return std::make_unique<BusIntake>(
        nats::opened(nats::to(url.empty() ? server.url() : url)),
        BusIntakeSettings{.durable = durable, .ack_wait = std::chrono::seconds(1)},
        std::move(sink),
        remembered.trouble_heard(),
        base::system_clock());
  }

  std::uint64_t unacknowledged() const {
    const auto standing = nats::value_of(bus->consumer(events_stream, durable, soon()));
    return standing ? standing->ack_pending + standing->pending : 0;
  }

  support::NatsServer server;
  std::unique_ptr<nats::Bus> bus = nats::connected(nats::to(server.url()));
  Remembered remembered;
};

TEST_CASE("what is published is taken in, and acknowledged once it is") {
  World world;
  world.make_stream();
  const auto intake = world.intake();
  publish(*world.bus, 1, 3);
  REQUIRE(eventually([&] { return world.remembered.count() == 3; }));
  CHECK(intake->wait_caught_up(soon()));
  CHECK(world.remembered.titles() == Titles{"1", "2", "3"});
  CHECK(world.remembered.position() == "3");
  CHECK(intake->taken().added == 3);
  CHECK(world.unacknowledged() == 0);
  CHECK(world.remembered.troubles().empty());
}

TEST_CASE("what was published while nobody listened comes later, and nothing comes twice") {
  World world;
  world.make_stream();
  publish(*world.bus, 1, 250);
  {
    const auto intake = world.intake();
    REQUIRE(intake->wait_caught_up(soon()));
  }
  publish(*world.bus, 251, 250);
  const auto intake = world.intake();
  REQUIRE(eventually([&] { return world.remembered.count() == 500; }));
  REQUIRE(intake->wait_caught_up(soon()));
  CHECK(world.remembered.known() == 0);
}

TEST_CASE("what the store does not take is not acknowledged, and tried again") {
  World world;
  world.make_stream();
  world.remembered.fail(true);
  auto intake = world.intake();
  publish(*world.bus, 1);
  REQUIRE(eventually([&] { return world.remembered.failures() >= 2; }));
  CHECK(world.remembered.troubles() == Titles{"the disk is full"});
  CHECK(world.unacknowledged() == 1);
  SECTION("by the same") {
    world.remembered.fail(false);
  }
  SECTION("by the next") {
    intake.reset();
    world.remembered.fail(false);
    intake = world.intake();
  }
  REQUIRE(eventually([&] { return world.remembered.count() == 1; }));
  CHECK(intake->wait_caught_up(soon()));
}

TEST_CASE("a stream that is missing is trouble until it is made") {
  World world;
  const auto intake = world.intake();
  REQUIRE(eventually([&] { return world.remembered.has_trouble("there is no stream"); }));
  world.make_stream();
  // Without any message: that the feed is well again has to be told.
  REQUIRE(eventually([&] { return world.remembered.deliveries() == 1; }));
  publish(*world.bus, 1);
  REQUIRE(eventually([&] { return world.remembered.count() == 1; }));
}

TEST_CASE("a server that dies is trouble until it is back, and costs nothing") {
  World world;
  world.make_stream();
  const auto intake = world.intake();
  publish(*world.bus, 1);
  REQUIRE(eventually([&] { return world.remembered.count() == 1; }));
  world.server.kill();
  REQUIRE(eventually([&] { return !world.remembered.troubles().empty(); }));
  world.server.start();
  REQUIRE(world.bus->wait_connected(soon()));
  publish(*world.bus, 2);
  REQUIRE(eventually([&] { return world.remembered.count() == 2; }));
}

TEST_CASE("a wire that is cut between commit and acknowledgement doubles nothing") {
  World world;
  world.make_stream();
  support::TcpProxy proxy{world.server.port()};
  std::atomic<bool> has_cut = false;
  const Sink commit = world.remembered.sink();
  const auto intake = world.intake_into(
      [&](std::stop_token stop, Delivery delivery) {
        auto added = commit(std::move(stop), std::move(delivery));
        if (!has_cut.exchange(true)) proxy.cut();
        return added;
      },
      base::format("nats://127.0.0.1:{}", proxy.port()));
  publish(*world.bus, 1, 10);
  REQUIRE(eventually([&] { return !world.remembered.troubles().empty(); }));
  proxy.heal();
  REQUIRE(eventually([&] { return world.unacknowledged() == 0; }));
  CHECK(world.remembered.count() == 10);
  CHECK(world.remembered.known() > 0);
}

/// A store of ids in a file, each on a line. Dies as by kill -9 once it has committed so often.
class Mortal {
 public:
  explicit Mortal(std::filesystem::path file, int deliveries_left = -1)
      : file_(std::move(file)), deliveries_left_(deliveries_left) {
    std::ifstream stream(file_);
    for (std::string id; std::getline(stream, id);)
      ids_.insert(id);
  }

  base::Result<Added> take(const Delivery& delivery) {
    std::string lines;
    Added added;
    for (const Event& event : delivery.events) {
      const bool is_new = ids_.insert(event.id).second;
      if (is_new) lines += event.id + "\n";
      ++(is_new ? added.added : added.known);
    }
    const base::Fd file(::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (::write(file.number(), lines.data(), lines.size()) != static_cast<ssize_t>(lines.size()))
      return base::unavailable("cannot write");
    if (--deliveries_left_ == 0) ::raise(SIGKILL);
    return added;
  }

 private:
  std::filesystem::path file_;
  int deliveries_left_;
  std::set<std::string> ids_;
};

BusIntakeSettings quick() {
  return {.durable = durable, .ack_wait = std::chrono::milliseconds(500)};
}

/// A process that takes in until it dies between a commit and the acknowledgement.
class MortalProcess {
 public:
  MortalProcess(const std::string& url, const std::filesystem::path& file) : pid_(::fork()) {
    if (pid_ == 0) live(url, file);
  }

  ~MortalProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  MortalProcess(const MortalProcess&) = delete;
  MortalProcess& operator=(const MortalProcess&) = delete;

  /// True if it was killed, or killed itself.
  bool is_killed() {
    int status = 0;
    if (::waitpid(std::exchange(pid_, -1), &status, 0) <= 0) return false;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }

 private:
  [[noreturn]] static void live(const std::string& url, const std::filesystem::path& file);

  pid_t pid_;
};

void MortalProcess::live(const std::string& url, const std::filesystem::path& file) {
  constexpr int commits = 2;
  Mortal store(file, commits);
  const BusIntake intake(
      nats::opened(nats::to(url)),
      quick(),
      [&](std::stop_token, const Delivery& delivery) { return store.take(delivery); },
      [](const Feed&, const std::string&) {},
      base::system_clock());
  // In vain if nothing kills it.
  eventually([] { return false; });
  ::_exit(1);
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

TEST_CASE("kill -9 between commit and acknowledgement loses nothing and doubles nothing") {
  // Before this process has a bus: a fork takes no threads along.
  const support::NatsServer server;
  const support::TemporaryDirectory directory;
  const auto file = directory.path() / "ids";
  MortalProcess mortal(server.url(), file);
  const auto bus = nats::connected(nats::to(server.url()));
  nats::value_of(bus->add(events(), soon()));
  constexpr int count = 350;
  publish(*bus, 1, count);
  REQUIRE(mortal.is_killed());
  const std::size_t before = lines_of(file).size();
  CHECK(before > 0);
  Mortal store(file);
  BusIntake intake(
      nats::opened(nats::to(server.url())),
      quick(),
      [&](std::stop_token, const Delivery& delivery) { return store.take(delivery); },
      [](const Feed&, const std::string&) {},
      base::system_clock());
  REQUIRE(eventually([&] { return lines_of(file).size() == count; }));
  REQUIRE(intake.wait_caught_up(soon()));
  const auto lines = lines_of(file);
  CHECK(std::set(lines.begin(), lines.end()).size() == count);
  CHECK(lines.size() == count);
  CHECK(intake.taken().known > 0);
}

}  // namespace
}  // namespace runlog
