#pragma once
// RunLog: what every source delivers goes in here, and what is asked is answered from here. Knows
// the clock, the redactor, the spool and the store; each on first use. Thread-safe.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "mcp-runlog/event.hpp"
#include "mcp-runlog/redaction/redactor.hpp"
#include "mcp-runlog/settings.hpp"
#include "mcp-runlog/store/run_store.hpp"

namespace runlog {

class RunLog {
 public:
  RunLog(std::function<base::Result<std::filesystem::path>()> home, base::Clock clock);
  ~RunLog();

  base::Instant now() const { return clock_(); }

  /// A UUIDv7.
  std::string new_run_id() { return ids_.next(); }

  /// Redacts, commits (together with what others deliver at the same moment), then returns.
  base::Result<Added> take(std::stop_token stop, Delivery delivery);

  /// The store with everything in it that was spooled; silent runs are closed and what is too old
  /// is removed, once in a minute.
  base::Result<RunStore*> ready(std::stop_token stop);

  /// What ready() does, without the rest: for those who have no time.
  base::Result<void> store_spooled(std::stop_token stop);

  /// A feed could not deliver; it is noted until it does again.
  base::Result<void> note_trouble(std::stop_token stop,
                                  const Feed& feed,
                                  const std::string& trouble);

  /// Where a feed goes on; empty if it never delivered.
  base::Result<std::string> position_of(std::stop_token stop, const Feed& feed);

  /// As RunStore::delete_run; the time is filled in. not_found: nothing was ever known of it.
  base::Result<std::int64_t> delete_run(std::stop_token stop, Deletion deletion);

  /// What waits in the spool.
  base::Result<std::uint64_t> spooled_bytes();

  base::Result<const Redactor*> redactor();
  base::Result<const Settings*> settings();
  base::Result<std::filesystem::path> home();

 private:
  struct Parts;
  base::Result<Parts*> parts();
  Delivery prepared(const Parts& all, Delivery delivery) const;
  base::Result<void> drain(Parts& all, const std::stop_token& stop);
  base::Result<void> drain_all(Parts& all, const std::stop_token& stop);
  base::Result<void> sweep(Parts& all, const std::stop_token& stop);

  const std::function<base::Result<std::filesystem::path>()> find_home_;
  const base::Clock clock_;
  base::UuidSource ids_;
  base::Mutex mutex_;
  std::unique_ptr<Parts> parts_ GUARDED_BY(mutex_);
  base::Instant next_sweep_ GUARDED_BY(mutex_) = {};
};

}  // namespace runlog
