#pragma once
// Spool: where events wait for the store, so that whoever has one to tell need not wait for a
// database: <home>/runlog-spool. How lines get in and out, and what survives what, is in
// common/spool/spool.hpp. Every reader and writer of the store drains it first.
//
// Appended events are stored at least once, and the store knows events that it has. What cannot be
// read is counted, and kept as an event of kind raw. Thread-safe, also between processes.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include "base/result.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "spool/spool.hpp"

namespace runlog {

class Spool {
 public:
  explicit Spool(const std::filesystem::path& home);

  /// From then on servers of the suite tell what they do in a run.
  base::Result<void> make() { return lines_.make(); }

  /// Redacted events, in one write; makes the directory if it is not there. invalid: an event is
  /// longer than a line may be. unavailable: the disk is full, no permission, ...
  base::Result<void> append(std::span<const Event> events);

  /// Hands over what waits, oldest first, in deliveries of at most so many events together; what
  /// was stored (no error) is gone from the spool. An error ends it and leaves the rest. Does
  /// nothing, quickly, if nothing waits, and does not wait for another process that drains.
  base::Result<void> drain(
      std::size_t events_max,
      base::Instant now,
      const std::function<base::Result<void>(std::span<const Delivery>)>& store);

  /// Bytes that wait.
  std::uint64_t waiting_bytes() const { return lines_.waiting_bytes(); }

 private:
  spool::Spool lines_;
};

}  // namespace runlog
