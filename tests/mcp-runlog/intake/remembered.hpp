#pragma once
// A stand-in for the run log: keeps deliveries in memory, each event once, and fails when it is
// told to. Thread-safe.

#include <cstdint>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "mcp-runlog/intake/sink.hpp"

namespace runlog {

class Remembered {
 public:
  Sink sink() {
    return [this](std::stop_token, Delivery delivery) { return take(std::move(delivery)); };
  }

  TroubleHeard trouble_heard() {
    return [this](const Feed&, const std::string& trouble) {
      const base::Lock lock(mutex_);
      troubles_.push_back(trouble);
    };
  }

  void fail(bool does) {
    const base::Lock lock(mutex_);
    fails_ = does;
  }

  std::size_t count() const {
    const base::Lock lock(mutex_);
    return events_.size();
  }

  std::vector<std::string> titles() const {
    const base::Lock lock(mutex_);
    std::vector<std::string> all;
    for (const Event& event : events_)
      all.push_back(event.title);
    return all;
  }

  /// ISO 8601.
  std::vector<std::string> times() const {
    const base::Lock lock(mutex_);
    std::vector<std::string> all;
    for (const Event& event : events_)
      all.push_back(base::to_iso(event.at));
    return all;
  }

  std::vector<std::string> agents() const {
    const base::Lock lock(mutex_);
    std::vector<std::string> all;
    for (const Event& event : events_)
      all.push_back(event.agent);
    return all;
  }

  std::int64_t known() const {
    const base::Lock lock(mutex_);
    return known_;
  }

  std::int64_t deliveries() const {
    const base::Lock lock(mutex_);
    return deliveries_;
  }

  std::int64_t failures() const {
    const base::Lock lock(mutex_);
    return failures_;
  }

  std::string position() const {
    const base::Lock lock(mutex_);
    return position_;
  }

  std::vector<std::string> troubles() const {
    const base::Lock lock(mutex_);
    return troubles_;
  }

  bool has_trouble(std::string_view words) const {
    for (const std::string& trouble : troubles()) {
      if (trouble.find(words) != std::string::npos) return true;
    }
    return false;
  }

 private:
  base::Result<Added> take(Delivery delivery) {
    const base::Lock lock(mutex_);
    if (fails_) {
      ++failures_;
      return base::unavailable("the disk is full");
    }
    ++deliveries_;
    if (delivery.position) position_ = *delivery.position;
    Added added;
    for (Event& event : delivery.events) {
      if (ids_.insert(event.id).second) {
        ++added.added;
        events_.push_back(std::move(event));
      } else {
        ++added.known;
      }
    }
    known_ += added.known;
    return added;
  }

  mutable base::Mutex mutex_;
  bool fails_ GUARDED_BY(mutex_) = false;
  std::set<std::string> ids_ GUARDED_BY(mutex_);
  std::vector<Event> events_ GUARDED_BY(mutex_);
  std::vector<std::string> troubles_ GUARDED_BY(mutex_);
  std::string position_ GUARDED_BY(mutex_);
  std::int64_t known_ GUARDED_BY(mutex_) = 0;
  std::int64_t deliveries_ GUARDED_BY(mutex_) = 0;
  std::int64_t failures_ GUARDED_BY(mutex_) = 0;
};

}  // namespace runlog
