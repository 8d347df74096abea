// Whole requests that have to be refused, each with its status.

#include <array>

#include "base/base64.hpp"
#include "base/random.hpp"
#include "soak/visits.hpp"
#include "support/mcp_posts.hpp"
#include "support/requests.hpp"

namespace soak {
namespace {

using support::http_request;
using support::HttpClient;
using support::mcp_post;
using support::modern_fields;

constexpr const char* json_fields =
    "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";

void send_bad_json(Visitor& visitor) {
  const std::array<std::string, 7> bodies = {"{",
                                             "[]",
                                             "null",
                                             R"({"jsonrpc":"1.0","id":1,"method":"ping"})",
                                             "{\"jsonrpc\":\"2.0\",\"method\":\"\xff\xfe\"}",
                                             std::string(200'000, '['),
                                             R"({"jsonrpc":"2.0","id":1,"id":2,"method":"ping"})"};
  HttpClient client = visitor.connect();
  expect(client, mcp_post(bodies[visitor.roll(bodies.size())], visitor.authorization()), 400);
}

struct Refused {
  std::string request;
  int status;
};

/// A good list request with something wrong about its head.
Refused with_bad_head(Visitor& visitor) {
  const std::string body = support::request(1, "tools/list");
  const std::string sender = visitor.authorization();
  const std::string good = json_fields + sender + modern_fields("tools/list");
  const std::string json = "Content-Type: application/json\r\n";
  const std::array<Refused, 13> all = {{
      {mcp_post(body, sender), 400},
      {mcp_post(body, sender + modern_fields("tools/call")), 400},
      {mcp_post(body, sender + "MCP-Protocol-Version: 1999-01-01\r\nMcp-Method: tools/list\r\n"),
       400},
      {mcp_post(body, sender + sender + modern_fields("tools/list")), 400},
      {http_request("POST", "/mcp", body, good + "Transfer-Encoding: chunked\r\n"), 400},
      {http_request("POST", "/mcp", body, good + "Content-Length: 7\r\n"), 400},
      {http_request("POST", "/mcp", body, json + "Accept: text/html\r\n" + sender), 406},
      {http_request("POST", "/mcp", body, "Content-Type: text/plain\r\n" + sender), 415},
      {http_request("POST", "/mcp", body, good + "Origin: https://evil.example\r\n"), 403},
      {http_request("POST", "/", body, good), 404},
      {http_request("PUT", "/mcp", body, good), 405},
      {http_request("GET", "/mcp", "", good), 405},
      {http_request("POST", "/mcp", body, good + "X-Long: " + std::string(40'000, 'x') + "\r\n"),
       431},
  }};
  return all[visitor.roll(all.size())];
}

void send_bad_head(Visitor& visitor) {
  const Refused refused = with_bad_head(visitor);
  HttpClient client = visitor.connect();
  expect(client, refused.request, refused.status);
}

void come_without_right(Visitor& visitor) {
  const std::string guess =
      "Authorization: Bearer " + base::base64_url(base::random_bytes(32)) + "\r\n";
  const std::string authorization = visitor.roll(3) == 0 ? std::string() : guess;
  HttpClient client = visitor.connect();
  expect(client, call("brief", "{}", authorization), 401);
}

void ask_in_a_foreign_session(Visitor& visitor) {
  const std::string fields =
      visitor.authorization() + support::session_fields(base::base64_url(base::random_bytes(24)));
  HttpClient client = visitor.connect();
  expect(client, mcp_post(support::legacy_request(1, "tools/list"), fields), 404);
}

void call_with_bad_arguments(Visitor& visitor) {
  HttpClient client = visitor.connect();
  const auto reply = expect(
      client, call("write_record", R"({"type":"poem","verse":1})", visitor.authorization()), 200);
  if (reply.body.find("\"isError\":true") == std::string::npos)
    throw WrongReply("bad arguments are taken: " + reply.body);
}

}  // namespace

std::vector<Kind> wrong_kinds() {
  return {{"send bad JSON", 10, true, send_bad_json},
          {"send a bad head", 20, true, send_bad_head},
          {"come without a right", 10, true, come_without_right},
          {"ask in a foreign session", 5, false, ask_in_a_foreign_session},
          {"call with bad arguments", 5, false, call_with_bad_arguments}};
}

}  // namespace soak
