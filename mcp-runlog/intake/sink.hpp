#pragma once
// What an intake needs of the run log: where deliveries go, and who hears of trouble.

#include <functional>
#include <stop_token>
#include <string>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "mcp-runlog/store/run_store.hpp"

namespace runlog {

/// Commits the delivery, then returns. RunLog::take is one.
using Sink = std::function<base::Result<Added>(std::stop_token, Delivery)>;

/// Called when something goes wrong with a feed, once for as long as it stays the same.
using TroubleHeard = std::function<void(const Feed&, const std::string& trouble)>;

/// Waits; false if the stop was requested. Thread-safe.
bool pause(const std::stop_token& stop, std::chrono::milliseconds time);

}  // namespace runlog
