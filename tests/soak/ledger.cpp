#include "soak/ledger.hpp"

#include "base/format.hpp"

namespace soak {

std::optional<std::string> Ledger::new_title() {
  constexpr double records_per_s = 30;
  constexpr std::size_t records_first = 100;
  const std::chrono::duration<double> age = std::chrono::steady_clock::now() - begin_;
  const base::Lock lock(mutex_);
  const std::size_t number = acknowledged_.size();
  if (number >= records_first + static_cast<std::size_t>(age.count() * records_per_s))
    return std::nullopt;
  std::string title = base::format("Decision {} of the soak", number);
  acknowledged_.emplace(title, false);
  return title;
}

void Ledger::acknowledge(const std::string& title) {
  const base::Lock lock(mutex_);
  acknowledged_[title] = true;
}

Ledger::Balance Ledger::balance(const std::map<std::string, int>& kept) const {
  const base::Lock lock(mutex_);
  Balance balance{.attempted = acknowledged_.size()};
  for (const auto& [title, acknowledged] : acknowledged_) {
    if (!acknowledged) continue;
    ++balance.acknowledged;
    if (!kept.contains(title)) ++balance.lost;
  }
  for (const auto& [title, times] : kept) {
    if (times > 1) ++balance.repeated;
    if (!acknowledged_.contains(title)) ++balance.unknown;
  }
  return balance;
}

}  // namespace soak
