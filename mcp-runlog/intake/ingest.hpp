#pragma once
// Ingest: logs, standard input and the bus into the run log at the same time, until they are at
// their ends or somebody says stop.

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "mcp-runlog/intake/bus_intake.hpp"
#include "mcp-runlog/intake/log_intake.hpp"
#include "mcp-runlog/settings.hpp"
#include "nats/bus.hpp"

namespace runlog {

/// What is taken in.
struct Intakes {
  std::vector<FollowedLog> files = {};
  std::optional<int> stream = {};  ///< a descriptor, such as 0; borrowed
  std::string stream_name = {};    ///< another one for each stream that ever was
  std::unique_ptr<nats::Bus> bus = {};
  BusIntakeSettings bus_settings = {};
  LineRules rules = {};
  bool is_once = false;  ///< what is there now, and no more
};

/// The run log, as far as it is needed here.
struct IntakeStore {
  Sink sink;
  TroubleHeard trouble_heard;
  std::function<base::Result<std::string>(const Feed&)> position_of;
  base::Clock clock;
};

struct Ingested {
  TakenIn logs = {};
  Added bus = {};
};

/// With `is_once`, errors end it, and so does a bus that does not give what it has within a minute.
/// Else it lasts until the stop, or until there is nothing but streams and they have ended.
base::Result<Ingested> ingest(const std::stop_token& stop,
                              Intakes intakes,
                              const IntakeStore& store);

}  // namespace runlog
