#pragma once
// Changes: what a server tells its clients of its own accord, and who wants to hear it. Only a
// server whose lists or resources change while it runs has one.

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.hpp"

namespace mcp {

/// What a client wants to hear of.
struct Interests {
  bool tools = false;
  bool prompts = false;
  bool resources = false;
  std::set<std::string, std::less<>> uris = {};  ///< resources whose contents it watches
};

/// One who listens, until it is destroyed. Thread-safe.
class Subscription {
 public:
  /// The method of a notification and the members of its params as JSON text, without braces.
  using Notify = std::function<void(std::string_view method, std::string_view members)>;

  Subscription(Interests interests, Notify notify)
      : notify_(std::move(notify)), interests_(std::move(interests)) {}

  /// False if it watches base::limits::watched_resources_max already.
  bool watch(std::string uri);
  void unwatch(std::string_view uri);

 private:
  friend class Changes;

  Interests interests() const;

  const Notify notify_;
  mutable base::Mutex mutex_;
  Interests interests_ GUARDED_BY(mutex_);
};

/// Thread-safe. Notifications are sent from the thread that reports the change.
class Changes {
 public:
  std::shared_ptr<Subscription> subscribe(Interests interests, Subscription::Notify notify);

  void tools_changed();
  void prompts_changed();
  void resources_changed();
  void resource_updated(std::string_view uri);

 private:
  void tell(const std::function<bool(const Interests&)>& is_wanted,
            std::string_view method,
            std::string_view members);

  base::Mutex mutex_;
  std::vector<std::weak_ptr<Subscription>> subscriptions_ GUARDED_BY(mutex_);
};

}  // namespace mcp
