#pragma once
// Committer: group commit. What several callers deliver at the same moment is committed in one
// transaction, so that they share one fsync. Whoever finds nobody committing does it for all that
// wait. Thread-safe.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "mcp-runlog/store/run_store.hpp"

namespace runlog {

class Committer {
 public:
  /// The store must outlive this.
  explicit Committer(RunStore& store) : store_(store) {}

  /// Returns when the delivery is durable, or was not stored at all. It is not given up half-way:
  /// others may be in the same transaction.
  base::Result<Added> commit(const Delivery& delivery);

  /// How many there were, successful or not.
  std::int64_t transactions() const {
    const base::Lock lock(mutex_);
    return transactions_;
  }

 private:
  struct Waiting {
    const Delivery* delivery;
    std::optional<base::Result<Added>> outcome = {};
  };

  void commit_all(std::vector<Waiting*> batch);
  base::Result<std::vector<Added>> add(const std::vector<Delivery>& deliveries);

  RunStore& store_;
  mutable base::Mutex mutex_;
  base::Condition done_;
  std::vector<Waiting*> waiting_ GUARDED_BY(mutex_);
  bool committing_ GUARDED_BY(mutex_) = false;
  std::int64_t transactions_ GUARDED_BY(mutex_) = 0;
};

}  // namespace runlog
