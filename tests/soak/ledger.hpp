#pragma once
// Ledger: what was asked to be written, and what the server said that it wrote. Thread-safe.

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "base/mutex.hpp"

namespace soak {

class Ledger {
 public:
  /// A title that no other record has. Nothing while there is enough to read already: a store that
  /// grows without end would be all that is seen.
  std::optional<std::string> new_title();

  void acknowledge(const std::string& title);

  struct Balance {
    std::size_t attempted = 0;
    std::size_t acknowledged = 0;
    std::size_t lost = 0;      ///< acknowledged and not there
    std::size_t repeated = 0;  ///< there more than once
    std::size_t unknown = 0;   ///< there and never attempted
  };

  Balance balance(const std::map<std::string, int>& kept) const;

 private:
  mutable base::Mutex mutex_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::map<std::string, bool> acknowledged_ GUARDED_BY(mutex_);  ///< by title
};

}  // namespace soak
