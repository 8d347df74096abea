#include "nats/listeners.hpp"

#include <utility>

namespace nats {

std::uint64_t Listeners::add(std::weak_ptr<Listener> listener) {
  const base::Lock lock(mutex_);
  listeners_.emplace(++last_number_, std::move(listener));
  return last_number_;
}

void Listeners::remove(std::uint64_t number) {
  const base::Lock lock(mutex_);
  listeners_.erase(number);
}

std::shared_ptr<Listener> Listeners::find(std::uint64_t number) {
  const base::Lock lock(mutex_);
  const auto found = listeners_.find(number);
  return found == listeners_.end() ? nullptr : found->second.lock();
}

Listeners& listeners() {
  static Listeners& all = *std::make_unique<Listeners>().release();
  return all;
}

}  // namespace nats
