#pragma once
// Strands: all events that say the same about where they belong; and which runs those are. The rule
// is that of Event (event.hpp). It depends on what was said and not on when it arrived: a binding
// that comes later than the events of its session moves them.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "base/result.hpp"
#include "mcp-runlog/event.hpp"
#include "sqlite/connection.hpp"

namespace runlog {

/// For one transaction.
class Strands {
 public:
  explicit Strands(sqlite::Connection& connection) : connection_(connection) {}

  struct Strand {
    std::int64_t number = 0;
    bool touches_deleted = false;  ///< one of the runs that it belongs to was deleted
  };

  /// That of the event; made if there is none. A run.start binds its session.
  base::Result<Strand> of(const Event& event);

  /// True if all the runs that the event belongs to were deleted.
  base::Result<bool> is_deleted(const Strand& strand, const Event& event);

  /// Runs that have got or lost a strand, or a binding.
  const std::set<std::string>& changed_runs() const { return changed_runs_; }

 private:
  using Key = std::tuple<std::string, std::string, std::string, bool>;

  base::Result<Strand> find_or_make(const Key& key);
  base::Result<void> bind(const Event& event);
  base::Result<void> resolve(std::int64_t strand, const Key& key);
  base::Result<bool> touches_deleted(std::int64_t strand);

  sqlite::Connection& connection_;
  std::map<Key, Strand> known_;
  std::set<std::string> changed_runs_;
};

}  // namespace runlog
