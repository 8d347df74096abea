// A log with three replicas, on a cluster whose servers are killed and frozen while agents write:
// what was acknowledged is in the log or waits for it, and all machines agree in the end.

#include "support/nats_cluster.hpp"

#include "load.hpp"

using namespace crew_test;

namespace {

struct World {
  support::NatsCluster cluster;
  nats::Options bus{
      .urls = cluster.urls(), .name = "test", .heartbeat = std::chrono::milliseconds(300)};
  std::unique_ptr<nats::Bus> observer = must(nats::open(bus));

  World() {
    nats::Stream log = log_stream();
    log.replicas = 3;
    add(log);
    add({.name = memory::events_stream, .subjects = {"swarm.events.>"}, .replicas = 3});
  }

  /// As soon as JetStream has a leader that knows all three.
  void add(const nats::Stream& stream) const {
    CHECK(support::eventually([&] { return bool(observer->add(stream, shortly())); }));
  }

  /// Once all replicas have everything.
  nats::StreamState whole() const {
    nats::StreamState state;
    std::string last;
    const bool is_whole = support::eventually(
        [&] {
          const auto info = observer->stream(memory::memory_stream, shortly());
          if (!info || !*info) return false;
          state = (*info)->state;
          std::size_t current = 0;
          for (const nats::Replica& replica : state.replicas)
            current += replica.current && !replica.offline ? 1 : 0;
          return !state.leader.empty() && current == 2;
        },
        seconds(60));
    CHECK(is_whole);
    return state;
  }
};

/// What the servers did is printed; what may not be is checked. A message that is twice in the log
/// counts once for every reader.
void check_acknowledged(const std::string& url,
                        const std::set<std::string>& acknowledged,
                        const Session& one,
                        const Session& other) {
  settle(url, one, other);
  const LogContent log = log_content(url);
  const std::set<std::string> changes(log.changes.begin(), log.changes.end());
  WARN(base::format("{} records acknowledged, {} changes in the log, {} messages twice",
                    acknowledged.size(),
                    changes.size(),
                    log.changes.size() - changes.size()));
  for (const std::string& id : acknowledged)
    CHECK(log.written.contains(id));
  CHECK(one.dump() == other.dump());
}

}  // namespace

/// CLUSTER_ROUNDS is for the long form. Each round kills the leader and, once all have everything
/// again, holds up a follower.
TEST_CASE_METHOD(World, "a cluster whose leader is killed again and again loses nothing") {
  const Session devbot(bus, "devbot");
  const Session infrabot(bus, "infrabot");
  Load load({&devbot, &infrabot});
  for (int round = 0; round < amount("CLUSTER_ROUNDS", 2); ++round) {
    load.wait_for(10);
    const std::string leader = whole().leader;
    cluster.server(leader).kill();
    load.wait_for(2);
    cluster.server(leader).start();
    const std::string follower = whole().replicas.front().server;
    cluster.server(follower).freeze();
    load.wait_for(4);
    cluster.server(follower).thaw();
  }
  const auto acknowledged = load.end();
  whole();
  check_acknowledged(cluster.urls().front(), acknowledged, devbot, infrabot);
}
