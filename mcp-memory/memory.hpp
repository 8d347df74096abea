#pragma once
// Memory: what agents do with records, and what the crew has agreed on about it. Knows who writes
// and when; the store knows how it is kept, and answers questions by itself. Thread-safe.

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

class Memory {
 public:
  /// `home` is asked for the state directory on first use; an error is asked again next time.
  Memory(std::function<base::Result<std::filesystem::path>()> home, base::Clock clock);

  base::Instant now() const { return clock_(); }

  /// Made, not opened, on first use; lives as long as this.
  base::Result<RecordStore*> records();

  /// Fills in id, time and the initial status; the record takes the place of `older`, if given.
  base::Result<Stored> write(std::stop_token stop,
                             Draft draft,
                             const Author& author,
                             const std::optional<Supersession>& older = std::nullopt);

  base::Result<Stored> revise(std::stop_token stop, Revision revision, const Author& author);

  Occasion now_by(const Author& author) const { return {author, now()}; }

 private:
  const std::function<base::Result<std::filesystem::path>()> home_;
  const base::Clock clock_;
  base::UuidSource ids_;
  base::Mutex mutex_;
  std::unique_ptr<RecordStore> store_ GUARDED_BY(mutex_);
};

}  // namespace memory
