// How the endpoint ends: calls in flight are answered, new ones are not begun.

#include <future>
#include <thread>

#include "common/endpoint/legacy_client.hpp"

using namespace endpoint;
using std::chrono::milliseconds;
using std::chrono::minutes;
using support::Answer;

namespace {

std::future<bool> drained(Fixture& server) {
  return std::async(std::launch::async, [&] { return server.endpoint.drain(minutes(1)); });
}

bool refuses(Fixture& server) {
  return support::eventually([&] { return server.ask(modern_call("who")).status == 503; });
}

}  // namespace

TEST_CASE("calls in flight are answered, new ones are refused") {
  Fixture server;
  const Reply stream = server.ask(streamed_call("waits"));
  auto json = std::async(std::launch::async, [&] { return server.ask(modern_call("waits")); });
  CHECK(server.arrived(2));
  auto draining = drained(server);
  CHECK(refuses(server));
  CHECK(server.ask(streamed_call("who")).status == 503);
  CHECK(server.ask(streamed_call("who")).headers.find("Retry-After"));
  server.gate->open();
  const auto messages = rest(stream);
  REQUIRE(messages.size() == 1);
  CHECK(text_of(messages[0]) == "opened");
  CHECK(text_of(json.get().body) == "opened");
  CHECK(draining.get());
}

TEST_CASE("an answer that nobody has read yet is still in flight") {
  Fixture server;
  server.gate->open();
  const Reply stream = server.ask(streamed_call("waits"));
  CHECK(server.arrived());
  CHECK_FALSE(server.endpoint.drain(milliseconds(1)));
  auto draining = drained(server);
  CHECK(rest(stream).size() == 1);
  CHECK(draining.get());
}

TEST_CASE("the answer of a call goes out on the stream that its client came back to") {
  Fixture server(true);
  LegacyClient client(server);
  const Reply unasked = client.open();
  const Reply broken = client.call("waits");
  const std::string id = next(broken).id;
  CHECK(server.arrived());
  const Reply resumed = client.open(id);
  auto draining = drained(server);
  CHECK(refuses(server));
  CHECK(rest(unasked).empty());
  CHECK(rest(broken).empty());
  server.gate->open();
  const auto messages = rest(resumed);
  REQUIRE(messages.size() == 1);
  CHECK(text_of(messages[0]) == "opened");
  CHECK(draining.get());
}

TEST_CASE("calls that take longer than the drain are asked to stop, and may still answer") {
  Fixture server;
  const Reply stream = server.ask(streamed_call("waits"));
  CHECK(server.arrived());
  CHECK_FALSE(server.endpoint.drain(milliseconds(1)));
  const auto messages = rest(stream);
  REQUIRE(messages.size() == 1);
  CHECK(text_of(messages[0]) == "stopped");
}

TEST_CASE("a legacy call whose client is away does not keep a drain from ending in time") {
  Fixture server(true);
  LegacyClient client(server);
  { const Reply left = client.call("waits"); }
  CHECK(server.arrived());
  CHECK_FALSE(server.endpoint.drain(milliseconds(1)));
  CHECK(support::eventually([&] { return server.endpoint.drain(milliseconds(1)); }));
}
