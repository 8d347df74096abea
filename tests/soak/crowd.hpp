#pragma once
// Crowd: many visitors at once, each on a thread of its own, for a while.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/mutex.hpp"
#include "soak/visits.hpp"

namespace soak {

class Crowd {
 public:
  /// Both outlive it.
  Crowd(const Site& site, Ledger& ledger);

  /// When it returns all of them have left.
  void visit_for(std::chrono::milliseconds time);

  struct Count {
    std::string name;
    std::size_t visits;
  };

  std::vector<Count> counts() const;

  /// Visits that went wrong; the first few in words.
  std::size_t failed() const;
  std::vector<std::string> failures() const;

 private:
  void visit_until(std::chrono::steady_clock::time_point end, unsigned seed);
  void visit_once(Visitor& visitor, std::size_t kind);
  void fail(const Kind& kind, const std::string& why);

  const Site& site_;
  Ledger& ledger_;
  std::vector<Kind> kinds_;
  std::vector<std::atomic<std::size_t>> visits_;
  unsigned next_seed_ = 1;
  mutable base::Mutex mutex_;
  std::size_t failed_ GUARDED_BY(mutex_) = 0;
  std::vector<std::string> failures_ GUARDED_BY(mutex_);
};

}  // namespace soak
