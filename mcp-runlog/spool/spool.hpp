#pragma once
// Spool: a directory where events wait for the store, so that whoever has one to tell need not wait
// for a database. Appending is one write() to a file; it takes microseconds and no lock that is
// ever held for longer. Every reader and writer of the store drains it first.
//
//   <home>/runlog-spool/events.jsonl      lines of event_line(), appended to
//   <home>/runlog-spool/*.draining        taken over by a drainer; gone when its events are stored
//
// Whatever is killed at whatever time: an appended event is stored at least once, and the store
// knows events that it has. A piece of a line that a crash left does not spoil the line after it.
// What cannot be read is counted and reported, and kept as an event of kind raw.
// Several processes may append and drain at once. Thread-safe.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include "base/result.hpp"
#include "mcp-runlog/store/run_store.hpp"

namespace runlog {

class Spool {
 public:
  explicit Spool(const std::filesystem::path& home);

  /// Redacted events, in one write. unavailable: the disk is full, no permission, ...
  base::Result<void> append(std::span<const Event> events);

  /// Hands over what waits, oldest first, in deliveries of at most so many events each; what was
  /// stored (no error) is gone from the spool. An error ends it and leaves the rest. Does nothing,
  /// quickly, if nothing waits, and does not wait for another process that drains.
  base::Result<void> drain(
      std::size_t events_max,
      base::Instant now,
      const std::function<base::Result<void>(std::span<const Delivery>)>& store);

  /// Bytes that wait.
  std::uint64_t waiting_bytes() const;

 private:
  std::filesystem::path directory_;
};

}  // namespace runlog
