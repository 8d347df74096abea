#include "mcp/changes.hpp"

#include <atomic>
#include <thread>

#include "support/catch.hpp"

using mcp::Changes;
using mcp::Interests;

namespace {

struct Listener {
  Listener(Changes& changes, Interests interests)
      : subscription(changes.subscribe(
            std::move(interests), [this](std::string_view method, std::string_view members) {
              heard.push_back(std::string(method) + std::string(members));
            })) {}

  std::vector<std::string> heard;
  std::shared_ptr<mcp::Subscription> subscription;
};

void change_everything(Changes& changes) {
  changes.tools_changed();
  changes.prompts_changed();
  changes.resources_changed();
  changes.resource_updated("a");
}

}  // namespace

TEST_CASE("a listener hears what it is interested in and nothing else") {
  Changes changes;
  const Listener none(changes, {});
  const Listener tools(changes, {.tools = true});
  const Listener lists(changes, {.tools = true, .prompts = true, .resources = true});
  const Listener one(changes, {.uris = {"a"}});
  const Listener other(changes, {.uris = {"b"}});
  change_everything(changes);
  CHECK(none.heard.empty());
  CHECK(tools.heard == std::vector<std::string>{"notifications/tools/list_changed"});
  CHECK(lists.heard == std::vector<std::string>{"notifications/tools/list_changed",
                                                "notifications/prompts/list_changed",
                                                "notifications/resources/list_changed"});
  CHECK(one.heard == std::vector<std::string>{R"(notifications/resources/updated"uri":"a")"});
  CHECK(other.heard.empty());
}

TEST_CASE("a URI goes out as JSON text") {
  Changes changes;
  const Listener listener(changes, {.uris = {"a\"b"}});
  changes.resource_updated("a\"b");
  CHECK(listener.heard.at(0) == R"(notifications/resources/updated"uri":"a\"b")");
}

TEST_CASE("a subscription can watch more and less while it lasts") {
  Changes changes;
  const Listener listener(changes, {});
  listener.subscription->watch("a");
  listener.subscription->watch("a");
  changes.resource_updated("a");
  listener.subscription->unwatch("a");
  listener.subscription->unwatch("unknown");
  changes.resource_updated("a");
  CHECK(listener.heard.size() == 1);
}

TEST_CASE("nobody is told after the subscription has ended") {
  Changes changes;
  Listener listener(changes, {.tools = true});
  listener.subscription.reset();
  change_everything(changes);
  CHECK(listener.heard.empty());
}

TEST_CASE("changes are told while others come and go") {
  Changes changes;
  std::atomic<int> heard = 0;
  std::atomic<bool> over = false;
  std::thread teller([&] {
    while (!over)
      change_everything(changes);
  });
  for (int round = 0; round < 200; ++round) {
    const auto subscription =
        changes.subscribe({.tools = true}, [&](std::string_view, std::string_view) { ++heard; });
    subscription->watch("a");
    subscription->unwatch("a");
  }
  const auto last =
      changes.subscribe({.tools = true}, [&](std::string_view, std::string_view) { over = true; });
  teller.join();
  CHECK(over);
}
