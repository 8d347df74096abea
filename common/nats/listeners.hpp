#pragma once
// Who listens to which connection. The library may call after a connection is destroyed, so its
// callbacks carry a number instead of an address. Thread-safe.

#include <cstdint>
#include <map>
#include <memory>

#include "base/mutex.hpp"

namespace nats {

class Listener;

class Listeners {
 public:
  /// A number that was never given before.
  std::uint64_t add(std::weak_ptr<Listener> listener) EXCLUDES(mutex_);

  void remove(std::uint64_t number) EXCLUDES(mutex_);

  /// Null if it is gone.
  std::shared_ptr<Listener> find(std::uint64_t number) EXCLUDES(mutex_);

 private:
  base::Mutex mutex_;
  std::uint64_t last_number_ GUARDED_BY(mutex_) = 0;
  std::map<std::uint64_t, std::weak_ptr<Listener>> listeners_ GUARDED_BY(mutex_);
};

/// Those of this process; never destroyed, as threads of the library live until its end.
Listeners& listeners();

}  // namespace nats
