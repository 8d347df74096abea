#include "mcp/changes.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/limits.hpp"
#include "json/writer.hpp"

namespace mcp {

bool Subscription::watch(std::string uri) {
  const base::Lock lock(mutex_);
  if (interests_.uris.size() >= base::limits::watched_resources_max) return false;
  interests_.uris.insert(std::move(uri));
  return true;
}

void Subscription::unwatch(std::string_view uri) {
  const base::Lock lock(mutex_);
  const auto found = interests_.uris.find(uri);
  if (found != interests_.uris.end()) interests_.uris.erase(found);
}

Interests Subscription::interests() const {
  const base::Lock lock(mutex_);
  return interests_;
}

std::shared_ptr<Subscription> Changes::subscribe(Interests interests, Subscription::Notify notify) {
  auto subscription = std::make_shared<Subscription>(std::move(interests), std::move(notify));
  const base::Lock lock(mutex_);
  std::erase_if(subscriptions_, [](const auto& entry) { return entry.expired(); });
  subscriptions_.push_back(subscription);
  return subscription;
}

void Changes::tools_changed() {
  tell(
      [](const Interests& wanted) { return wanted.tools; }, "notifications/tools/list_changed", {});
}

void Changes::prompts_changed() {
  tell([](const Interests& wanted) { return wanted.prompts; },
       "notifications/prompts/list_changed",
       {});
}

void Changes::resources_changed() {
  tell([](const Interests& wanted) { return wanted.resources; },
       "notifications/resources/list_changed",
       {});
}

void Changes::resource_updated(std::string_view uri) {
  tell([&](const Interests& wanted) { return wanted.uris.contains(uri); },
       "notifications/resources/updated",
       base::format("\"uri\":{}", json::quoted(uri)));
}

void Changes::tell(const std::function<bool(const Interests&)>& is_wanted,
                   std::string_view method,
                   std::string_view members) {
  const auto subscriptions = [&] {
    const base::Lock lock(mutex_);
    return subscriptions_;
  }();
  // Outside the lock: a client that reads slowly must not keep others from subscribing.
  for (const auto& entry : subscriptions) {
    const auto subscription = entry.lock();
    if (subscription && is_wanted(subscription->interests()))
      subscription->notify_(method, members);
  }
}

}  // namespace mcp
