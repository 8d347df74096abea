#pragma once
// Board: what the courier's threads tell those who wait for them. Thread-safe.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "mcp-memory/store/projection.hpp"

namespace memory {

class Board {
 public:
  /// Up to where the log was read, and how much of it is still to be read.
  struct Reading {
    LogPlace place = {};
    std::int64_t behind = 0;
    bool is_current = false;        ///< everything that the log had a moment ago is here
    base::Instant connection = {};  ///< since when there is the one on which it was read
  };

  void note_reading(const Reading& reading);
  Reading reading();

  /// The log cannot be followed now: what is here may be old.
  void note_lost();

  /// Why the log cannot be read; empty: it can.
  void note_trouble(const std::string& trouble);
  std::string trouble();

  /// Why the log does not take what waits; empty: it does, or nothing waits.
  void note_undelivered(const std::string& why);
  std::string undelivered();

  /// The log does not take this change, as things are; empty: it did after all.
  void note_refused(const std::string& change_id, const std::string& reason);
  std::optional<std::string> refusal_of(const std::string& change_id);

  /// There is something to deliver.
  void nudge();

  /// Waits for a nudge, or so long.
  void wait_nudged(const std::stop_token& stop, std::chrono::milliseconds longest);

  /// Waits for anything of the above, or so long.
  void wait_news(const std::stop_token& stop, std::chrono::milliseconds longest);

 private:
  void tell() REQUIRES(mutex_);

  base::Mutex mutex_;
  std::condition_variable_any told_;
  std::uint64_t news_ GUARDED_BY(mutex_) = 0;
  bool nudged_ GUARDED_BY(mutex_) = false;
  Reading reading_ GUARDED_BY(mutex_);
  std::string trouble_ GUARDED_BY(mutex_);
  std::string undelivered_ GUARDED_BY(mutex_);
  std::map<std::string, std::string> refusals_ GUARDED_BY(mutex_);  ///< by change id
};

}  // namespace memory
