#include "base/format.hpp"
#include "soak/visits.hpp"
#include "support/mcp_posts.hpp"
#include "support/requests.hpp"

namespace soak {
namespace {

using support::HttpClient;
using support::HttpReply;
using support::mcp_post;

void expect_success(HttpClient& client, const std::string& request) {
  const HttpReply reply = expect(client, request, 200);
  const bool good = reply.body.find("\"result\"") != std::string::npos &&
                    reply.body.find("\"isError\":true") == std::string::npos;
  if (!good) throw WrongReply("no success: " + reply.body.substr(0, 600));
}

std::string some_reading(Visitor& visitor) {
  const std::string authorization = visitor.authorization();
  switch (visitor.roll(4)) {
    case 0:
      return call("read_records", R"({"limit":5})", authorization);
    case 1:
      return call("find_records", R"({"query":"which way to go","limit":3})", authorization);
    case 2:
      return call("brief", "{}", authorization);
    default:
      return mcp_post(support::request(1, "tools/list"),
                      support::modern_fields("tools/list") + authorization);
  }
}

void read(Visitor& visitor) {
  HttpClient client = visitor.connect();
  for (std::size_t left = 1 + visitor.roll(5); left > 0; --left)
    expect_success(client, some_reading(visitor));
}

void read_ahead(Visitor& visitor) {
  HttpClient client = visitor.connect();
  constexpr int requests = 4;
  std::string together;
  for (int number = 0; number < requests; ++number)
    together += some_reading(visitor);
  client.send(together);
  for (int number = 0; number < requests; ++number) {
    if (client.read_reply().status != 200) throw WrongReply("a pipelined call fails");
  }
}

void write(Visitor& visitor) {
  HttpClient client = visitor.connect();
  for (std::size_t left = 1 + visitor.roll(3); left > 0; --left) {
    const auto title = visitor.ledger.new_title();
    if (!title) return;
    expect_success(client, call("write_record", record(*title), visitor.authorization()));
    visitor.ledger.acknowledge(*title);
  }
}

/// Its answer comes as a stream.
void read_with_progress(Visitor& visitor) {
  HttpClient client = visitor.connect();
  client.send(call_with_progress(visitor.authorization()));
  const HttpReply reply = client.read_reply();
  const bool good = reply.status == 200 && reply.header("content-type") == "text/event-stream" &&
                    reply.body.find("\"result\"") != std::string::npos;
  if (!good) throw WrongReply("no stream with an answer: " + reply.body.substr(0, 600));
}

/// A legacy client from its handshake on. Some say goodbye, most just go.
void hold_a_session(Visitor& visitor) {
  const std::string authorization = visitor.authorization();
  HttpClient client = visitor.connect();
  const HttpReply begun = expect(client, mcp_post(support::legacy_initialize, authorization), 200);
  const std::string fields =
      authorization + support::session_fields(begun.header("mcp-session-id"));
  expect(client, mcp_post(support::initialized_notification, fields), 202);
  if (visitor.roll(3) == 0) return;
  HttpClient listening = visitor.connect();
  listening.send(
      support::http_request("GET", "/mcp", "", "Accept: text/event-stream\r\n" + fields));
  if (listening.read_head().status != 200) throw WrongReply("no stream for a session");
  expect_success(client, mcp_post(support::legacy_request(2, "tools/list"), fields));
  expect_success(
      client,
      mcp_post(support::legacy_request(3, "tools/call", R"({"name":"brief","arguments":{}})"),
               fields));
  if (visitor.roll(2) == 0) return visitor.leave(std::move(listening));
  expect(client, support::http_request("DELETE", "/mcp", "", fields), 204);
  while (listening.read_piece()) {
  }
  expect(client, mcp_post(support::legacy_request(4, "ping"), fields), 404);
}

void ask_for_health(Visitor& visitor) {
  HttpClient client = visitor.connect();
  expect(client, support::http_request("GET", "/healthz"), 200);
}

}  // namespace

std::string call_with_progress(const std::string& authorization) {
  constexpr const char* body =
      R"({"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"brief","arguments":{},)"
      R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
      R"("io.modelcontextprotocol/clientCapabilities":{},"progressToken":"p"}}})";
  return mcp_post(body, support::modern_fields("tools/call", "brief") + authorization);
}

std::vector<Kind> polite_kinds() {
  return {{"read", 20, false, read},
          {"read, several at once", 5, false, read_ahead},
          {"read, answered by a stream", 10, false, read_with_progress},
          {"write", 20, false, write},
          {"hold a legacy session", 15, false, hold_a_session},
          {"ask for health", 5, false, ask_for_health}};
}

}  // namespace soak
