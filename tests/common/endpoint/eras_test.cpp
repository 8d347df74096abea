// Which era a request over HTTP belongs to, and the status of its answer (the specifications of
// 2026-07-28 and 2025-11-25, transports).

#include "common/endpoint/legacy_client.hpp"

using Catch::Matchers::Contains;
using namespace endpoint;
using support::legacy_request;

namespace {

const std::string version_key = "\"io.modelcontextprotocol/protocolVersion\"";
const std::string features_key = "\"io.modelcontextprotocol/clientCapabilities\"";

/// A request with this metadata.
std::string with_meta(const std::string& method, const std::string& meta) {
  return legacy_request(1, method, "{\"_meta\":{" + meta + "}}");
}

struct Case {
  std::string body;
  Headers headers;
  int status;
  int code;
};

void check(Fixture& server, const Case& expected) {
  CAPTURE(expected.body);
  const Reply reply = server.ask(post(expected.body, expected.headers));
  CHECK(reply.status == expected.status);
  CHECK(code(reply) == expected.code);
}

}  // namespace

TEST_CASE("a request with the modern metadata is modern") {
  Fixture server;
  const Reply reply = server.ask(modern("tools/list"));
  CHECK(reply.status == 200);
  CHECK(support::Answer(reply.body).result().find("resultType").text() == "complete");
  CHECK_FALSE(reply.headers.find("Mcp-Session-Id"));
}

TEST_CASE("a modern request needs no session, and one that is named is not looked at") {
  Fixture server;
  const LegacyClient client(server);
  for (const std::string& session : {std::string("dead"), client.session}) {
    Request request = modern("tools/list");
    request.headers.add("Mcp-Session-Id", session);
    const Reply reply = server.ask(request);
    CHECK(reply.status == 200);
    CHECK(support::Answer(reply.body).result().find("resultType").text() == "complete");
  }
}

TEST_CASE("a modern or unknown version in the header makes a request modern, strictly") {
  Fixture server;
  for (const std::string version : {"2026-07-28", "2027-01-01", "nonsense"}) {
    const Headers headers{{"MCP-Protocol-Version", version}, {"Mcp-Method", "tools/list"}};
    check(server, {legacy_request(1, "tools/list"), headers, 400, -32602});
    check(server, {with_meta("tools/list", features_key + ":{}"), headers, 400, -32602});
  }
}

TEST_CASE("discover is modern, whatever it lacks") {
  Fixture server;
  check(server, {legacy_request(1, "server/discover"), {}, 400, -32020});
  check(server,
        {legacy_request(1, "server/discover"), modern_headers("server/discover"), 400, -32602});
}

TEST_CASE("a request of neither era learns both ways in") {
  Fixture server;
  for (const Headers& headers : {Headers{}, Headers{{"MCP-Protocol-Version", "2025-11-25"}}}) {
    const Reply reply = server.ask(post(legacy_request(1, "tools/list"), headers));
    CHECK(reply.status == 400);
    CHECK_THAT(support::Answer(reply.body).error_message(),
               Contains("2026-07-28") && Contains("initialize"));
  }
}

TEST_CASE("initialize without modern metadata begins a session, whatever the header says") {
  Fixture server;
  for (const Headers& headers : {Headers{},
                                 Headers{{"MCP-Protocol-Version", "2025-11-25"}},
                                 Headers{{"MCP-Protocol-Version", "2026-07-28"}},
                                 Headers{{"Mcp-Method", "initialize"}}}) {
    const Reply reply = server.ask(post(std::string(support::legacy_initialize), headers));
    CHECK(reply.status == 200);
    CHECK(reply.headers.find("Mcp-Session-Id"));
  }
}

TEST_CASE("methods that the modern era has not are unknown there") {
  Fixture server;
  for (const std::string method : {"initialize",
                                   "ping",
                                   "logging/setLevel",
                                   "resources/subscribe",
                                   "resources/unsubscribe",
                                   "unknown/method"}) {
    const Reply reply = server.ask(modern(method));
    CHECK(reply.status == 404);
    CHECK(code(reply) == -32601);
    CHECK(support::Answer(reply.body).id() == "1");
  }
}

TEST_CASE("within a live session a request without metadata is legacy") {
  Fixture server;
  LegacyClient client(server);
  const Reply reply = client.send(legacy_request(7, "tools/list"));
  CHECK(reply.status == 200);
  CHECK(support::Answer(reply.body).result().find("resultType").is(json::Kind::absent));
  CHECK(client.send(legacy_request(8, "ping")).body == R"({"jsonrpc":"2.0","id":8,"result":{}})");
}

TEST_CASE("a legacy client gets unknown methods with status 200") {
  Fixture server;
  LegacyClient client(server);
  const Reply reply = client.send(legacy_request(7, "unknown/method"));
  CHECK(reply.status == 200);
  CHECK(code(reply) == -32601);
}

TEST_CASE("modern errors have the status that the specification gives them") {
  Fixture server;
  const Headers list = modern_headers("tools/list");
  const Headers call = modern_headers("tools/call", "nothing");
  const std::string meta(support::modern_meta);
  check(server, {with_meta("tools/list", features_key + ":{}"), list, 400, -32602});
  check(server, {with_meta("tools/list", version_key + ":\"2026-07-28\""), list, 400, -32602});
  check(server, {support::request(1, "prompts/list"), list, 400, -32020});
  check(server, {support::request(1, "tools/list"), {}, 400, -32020});
  check(server, {support::request(1, "tools/call", R"("name":"nothing")"), call, 200, -32602});
  check(server, {support::request(1, "tools/list", R"("cursor":"wrong")"), list, 200, -32602});
  check(server,
        {support::request(1, "tools/call", R"("name":"samples")"),
         modern_headers("tools/call", "samples"),
         400,
         -32021});
  check(server,
        {support::request(1, "resources/read", R"("uri":"note://none")"),
         modern_headers("resources/read", "note://none"),
         200,
         -32602});
  const std::string future = version_key + ":\"v999.0.0\"," + features_key + ":{}";
  check(server, {with_meta("tools/list", future), list, 400, -32020});
  check(server,
        {with_meta("tools/list", future),
         {{"MCP-Protocol-Version", "v999.0.0"}, {"Mcp-Method", "tools/list"}},
         400,
         -32022});
}

TEST_CASE("what is no message is refused with its id if that can be read") {
  Fixture server;
  check(server, {"{", {}, 400, -32700});
  check(server, {"[]", {}, 400, -32600});
  check(server, {"", {}, 400, -32700});
  const Reply reply = server.ask(post(R"({"jsonrpc":"2.0","id":"a","method":7})"));
  CHECK(reply.status == 400);
  CHECK(code(reply) == -32600);
  CHECK(support::Answer(reply.body).id() == "\"a\"");
}

TEST_CASE("a notification without a session is taken") {
  Fixture server;
  const Reply reply = server.ask(post(support::cancellation(1), modern_headers("x")));
  CHECK(reply.status == 202);
  CHECK(reply.body.empty());
}

TEST_CASE("the health check answers") {
  Fixture server;
  const Reply reply =
      server.ask({.method = "GET", .path = "/healthz", .headers = {{"Host", "127.0.0.1"}}});
  CHECK(reply.status == 200);
  CHECK(reply.body == R"({"status":"ok"})");
}

TEST_CASE("what never became a request is answered with its status and a reason") {
  Fixture server;
  for (const int status : {400, 408, 413, 431, 500, 503}) {
    const Reply reply = server.endpoint.unreadable(status);
    CHECK(reply.status == status);
    CHECK_FALSE(support::Answer(reply.body).error_message().empty());
  }
}
