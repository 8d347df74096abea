#include "mcp-runlog/intake/sink.hpp"

#include <condition_variable>

namespace runlog {

bool pause(const std::stop_token& stop, std::chrono::milliseconds time) {
  base::Mutex mutex;
  std::condition_variable_any stopped;
  const base::Lock lock(mutex);
  stopped.wait_for(mutex, stop, time, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace runlog
