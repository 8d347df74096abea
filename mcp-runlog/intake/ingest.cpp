#include "mcp-runlog/intake/ingest.hpp"

#include <condition_variable>
#include <utility>

#include "mcp-runlog/following/file_follower.hpp"
#include "mcp-runlog/following/stream_follower.hpp"

namespace runlog {
namespace {

constexpr std::chrono::minutes bus_wait_max{1};

base::Result<std::vector<LogSource>> sources_of(const Intakes& intakes, const IntakeStore& store) {
  std::vector<LogSource> sources;
  for (const auto& [file, agent] : intakes.files) {
    Feed feed{Source::log, log_name_of(file)};
    const std::string position = TRY(store.position_of(feed));
    sources.push_back(log_source(std::move(feed), file, position));
    sources.back().agent = agent;
  }
  if (intakes.stream) {
    sources.push_back(
        {.feed = {Source::log, "stdin"},
         .follower = std::make_unique<StreamFollower>(*intakes.stream, intakes.stream_name)});
  }
  return sources;
}

void wait_for(const std::stop_token& stop) {
  base::Mutex mutex;
  std::condition_variable_any stopped;
  const base::Lock lock(mutex);
  stopped.wait(mutex, stop, [] { return false; });
}

}  // namespace

base::Result<Ingested> ingest(const std::stop_token& stop,
                              Intakes intakes,
                              const IntakeStore& store) {
  auto sources = TRY(sources_of(intakes, store));
  std::unique_ptr<BusIntake> bus;
  if (intakes.bus)
    bus = std::make_unique<BusIntake>(std::move(intakes.bus),
                                      std::move(intakes.bus_settings),
                                      store.sink,
                                      store.trouble_heard,
                                      store.clock);
  LogIntake logs(store.sink, store.trouble_heard, std::move(intakes.rules), store.clock);
  Ingested ingested;
  if (intakes.is_once) {
    ingested.logs = TRY(logs.read_once(stop, sources));
    const bool has_all = !bus || bus->wait_caught_up(nats::within(bus_wait_max, stop));
    if (!has_all)
      return base::unavailable("the bus did not give all that it has; see source_status");
  } else {
    ingested.logs = logs.follow(stop, sources);
    if (bus) wait_for(stop);
  }
  if (bus) ingested.bus = bus->taken();
  return ingested;
}

}  // namespace runlog
