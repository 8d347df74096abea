// The life of a legacy session over HTTP (specification 2025-11-25, transports: sessions).

#include <future>

#include "common/endpoint/legacy_client.hpp"

using Catch::Matchers::Contains;
using namespace endpoint;
using support::Answer;
using support::legacy_request;

TEST_CASE("initialize gives a session id of visible characters, a failed one none") {
  Fixture server;
  const LegacyClient client(server);
  for (const char c : client.session)
    CHECK((c >= 0x21 && c <= 0x7E));
  const Reply failed = server.ask(post(legacy_request(1, "initialize")));
  CHECK(failed.status == 200);
  CHECK(code(failed) == -32602);
  CHECK_FALSE(failed.headers.find("Mcp-Session-Id"));
}

TEST_CASE("a session lives until it is deleted") {
  Fixture server;
  LegacyClient client(server);
  const Reply initialized =
      client.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  CHECK(initialized.status == 202);
  CHECK(initialized.body.empty());
  CHECK(client.send(legacy_request(1, "tools/list")).status == 200);
  CHECK(client.end().status == 204);
  CHECK(client.send(legacy_request(2, "tools/list")).status == 404);
  CHECK(client.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").status == 404);
  CHECK(client.open().status == 404);
  CHECK(client.end().status == 404);
}

TEST_CASE("a session is of no use to anybody else") {
  Fixture server;
  LegacyClient mine(server);
  LegacyClient other(server, "2025-11-25", "infrabot");
  other.session = mine.session;
  CHECK(other.send(legacy_request(1, "tools/list")).status == 404);
  CHECK(other.open().status == 404);
  CHECK(other.end().status == 404);
  CHECK(mine.send(legacy_request(1, "tools/list")).status == 200);
}

TEST_CASE("an idle session ends by itself") {
  Fixture server;
  LegacyClient client(server);
  server.endpoint.keep_house(std::chrono::steady_clock::now());
  CHECK(client.send(legacy_request(1, "ping")).status == 200);
  server.endpoint.keep_house(std::chrono::steady_clock::now() + base::limits::session_idle_max +
                             std::chrono::minutes(1));
  CHECK(client.send(legacy_request(2, "ping")).status == 404);
}

TEST_CASE("a version in the header that is not served is refused") {
  Fixture server;
  LegacyClient client(server);
  Request request =
      post(legacy_request(1, "ping"),
           {{"Authorization", "Bearer devbot-token"}, {"Mcp-Session-Id", client.session}});
  CHECK(server.ask(request).status == 200);
  request.headers.add("MCP-Protocol-Version", "2025-03-26");
  const Reply reply = server.ask(request);
  CHECK(reply.status == 400);
  CHECK_THAT(Answer(reply.body).error_message(), Contains("2025-11-25"));
}

TEST_CASE("the log level holds for the session that set it") {
  Fixture server(true);
  LegacyClient quiet(server);
  LegacyClient normal(server);
  CHECK(quiet.send(legacy_request(1, "logging/setLevel", R"({"level":"error"})")).status == 200);
  CHECK(rest(quiet.call("echo", 2, R"({"text":"hi"})")).size() == 1);
  CHECK(rest(normal.call("echo", 2, R"({"text":"hi"})")).size() == 2);
}

TEST_CASE("a handler that logs on a server without logs still gets its answer through") {
  Fixture server(false);
  LegacyClient client(server);
  const Reply reply = client.call("echo", 2, R"({"text":"hi"})");
  CHECK_FALSE(reply.stream);
  CHECK(text_of(reply.body) == "hi");
}

TEST_CASE("an id that is in flight in a session cannot be used again, in another it can") {
  Fixture server(true);
  LegacyClient one(server);
  LegacyClient two(server);
  const Reply first = one.call("waits", 5);
  CHECK(server.arrived());
  CHECK(code(one.call("waits", 5)) == -32600);
  const Reply other = two.call("waits", 5);
  CHECK(server.arrived(2));
  server.gate->open();
  CHECK(rest(first).size() == 1);
  CHECK(rest(other).size() == 1);
}

TEST_CASE("a notification cancels a call of its session, and no other's") {
  Fixture server(true);
  LegacyClient one(server);
  LegacyClient two(server);
  const Reply first = one.call("waits", 5);
  const Reply other = two.call("waits", 5);
  CHECK(server.arrived(2));
  CHECK(one.send(support::cancellation(5)).status == 202);
  CHECK(rest(first).empty());
  CHECK(support::eventually([&] { return server.gate->stopped == 1; }));
  server.gate->open();
  CHECK(rest(other).size() == 1);
}

TEST_CASE("a call answered with JSON that is cancelled is answered without a message") {
  Fixture server(false);
  LegacyClient client(server);
  auto reply = std::async(std::launch::async, [&] { return client.call("waits", 5); });
  CHECK(server.arrived());
  client.send(support::cancellation(5));
  const Reply cancelled = reply.get();
  CHECK(cancelled.status == 202);
  CHECK(cancelled.body.empty());
}

TEST_CASE("a session that is deleted ends its calls and its stream") {
  Fixture server(true);
  LegacyClient client(server);
  const Reply unasked = client.open();
  const Reply call = client.call("waits");
  CHECK(server.arrived());
  CHECK(client.end().status == 204);
  CHECK(rest(unasked).empty());
  rest(call);
  CHECK(support::eventually([&] { return server.gate->stopped == 1; }));
}

TEST_CASE("sessions do not hear each other's messages") {
  Fixture server;
  LegacyClient watching(server);
  LegacyClient other(server);
  const Reply for_watching = watching.open();
  const Reply for_other = other.open();
  const std::string uri = R"({"uri":"note://hello"})";
  CHECK(watching.send(legacy_request(1, "resources/subscribe", uri)).status == 200);
  server.server.changes->resource_updated("note://hello");
  server.server.changes->tools_changed();
  CHECK(Answer(next(for_watching).data).method() == "notifications/resources/updated");
  CHECK(Answer(next(for_watching).data).method() == "notifications/tools/list_changed");
  CHECK(Answer(next(for_other).data).method() == "notifications/tools/list_changed");
  watching.send(legacy_request(2, "resources/unsubscribe", uri));
  server.server.changes->resource_updated("note://hello");
  watching.end();
  other.end();
  CHECK(rest(for_watching).empty());
  CHECK(rest(for_other).empty());
}
