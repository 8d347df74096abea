#pragma once
// A client of the initialize handshake, for tests.

#include "common/endpoint/fixture.hpp"

namespace endpoint {

/// A legacy client with a session.
class LegacyClient {
 public:
  explicit LegacyClient(Fixture& server,
                        const std::string& version = "2025-11-25",
                        std::string agent = "devbot")
      : server_(server), token_("Bearer " + agent + "-token") {
    const Reply reply =
        server.ask(post(support::legacy_request(0,
                                                "initialize",
                                                R"({"protocolVersion":")" + version +
                                                    R"(","capabilities":{"sampling":{}}})"),
                        {{"Authorization", token_}}));
    REQUIRE(reply.status == 200);
    session = std::string(reply.headers.find("Mcp-Session-Id").value_or(""));
    REQUIRE_FALSE(session.empty());
  }

  Request post_of(std::string body) const { return post(std::move(body), headers()); }

  Reply send(std::string body) { return server_.ask(post_of(std::move(body))); }

  Reply call(const std::string& tool, int id = 1, const std::string& arguments = "{}") {
    return send(support::legacy_request(
        id, "tools/call", R"({"name":")" + tool + R"(","arguments":)" + arguments + "}"));
  }

  Reply open(const std::string& last_event_id = {}) {
    Request request{.method = "GET", .path = std::string(mcp_path), .headers = headers()};
    request.headers.add("Host", "localhost");
    request.headers.add("Accept", "text/event-stream");
    if (!last_event_id.empty()) request.headers.add("Last-Event-ID", last_event_id);
    return server_.ask(request);
  }

  Reply end() {
    Request request{.method = "DELETE", .path = std::string(mcp_path), .headers = headers()};
    request.headers.add("Host", "localhost");
    return server_.ask(request);
  }

  std::string session;

 private:
  Headers headers() const {
    return {{"Authorization", token_},
            {"Mcp-Session-Id", session},
            {"MCP-Protocol-Version", "2025-11-25"}};
  }

  Fixture& server_;
  const std::string token_;
};

}  // namespace endpoint
