#pragma once
// Memory: what agents do with records. Knows who writes and when; the store knows how it is kept.
// Thread-safe.

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
#include "mcp-memory/record.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {

/// A list of a digest is cut here.
inline constexpr std::size_t digest_entries_max = 30;

/// What a new session should know first. Each list newest first.
struct Digest {
  std::vector<Entry> open_incidents;
  std::vector<Entry> decisions;
  std::vector<Entry> runbooks;
  std::vector<Entry> patterns;
  std::vector<Entry> by_others;  ///< whatever other agents wrote last and is not in the lists above
};

class Memory {
 public:
  /// `home` is asked for the state directory on first use; an error is asked again next time.
  Memory(std::function<base::Result<std::filesystem::path>()> home, base::Clock clock);

  base::Instant now() const { return clock_(); }

  /// Fills in id, time and the initial status. Durable when it returns.
  base::Result<Stored> write(std::stop_token stop, Draft draft, const Author& author);

  /// The whole record as JSON text.
  base::Result<std::string> read(std::stop_token stop,
                                 const std::string& id,
                                 const std::string& project);

  base::Result<Found> list(std::stop_token stop,
                           const Filter& filter,
                           std::int64_t before,
                           std::size_t count);

  base::Result<Found> search(std::stop_token stop,
                             const std::string& question,
                             const Filter& filter,
                             std::size_t skipped,
                             std::size_t count);

  /// What concerns one of `paths` comes first in each list; no paths: everything concerns.
  base::Result<Digest> digest(std::stop_token stop,
                              const std::string& project,
                              const std::string& agent,
                              const std::vector<std::string>& paths);

  base::Result<sqlite::Health> check(std::stop_token stop = {});

 private:
  base::Result<RecordStore*> store();

  const std::function<base::Result<std::filesystem::path>()> home_;
  const base::Clock clock_;
  base::UuidSource ids_;
  base::Mutex mutex_;
  std::unique_ptr<RecordStore> store_ GUARDED_BY(mutex_);
};

/// True if an entry of the scope is this path, a folder above it, or a glob that it matches.
bool concerns(const std::vector<std::string>& scope, const std::string& path);

}  // namespace memory
