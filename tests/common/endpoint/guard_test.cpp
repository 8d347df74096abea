#include "endpoint/guard.hpp"

#include <algorithm>

#include "support/catch.hpp"
#include "support/requests.hpp"

using Catch::Matchers::Contains;
using endpoint::Guard;
using http_server::Headers;
using http_server::Request;

namespace {

endpoint::Authenticate tokens_needed() {
  return [](std::optional<std::string_view> token) -> base::Result<std::optional<std::string>> {
    if (token == "broken") return base::unavailable("team.yaml cannot be read");
    if (token == "secret") return std::optional<std::string>("devbot");
    return std::optional<std::string>();
  };
}

/// A request that is refused for nothing.
Request good(const std::string& method = "POST") {
  Request request{.method = method,
                  .path = "/mcp",
                  .headers = {{"Host", "localhost:1"}, {"Authorization", "Bearer secret"}}};
  if (method == "POST") request.headers.add("Content-Type", "application/json");
  if (method != "POST") request.headers.add("Mcp-Session-Id", "any");
  return request;
}

/// The same with one header changed, added, or (null) left out.
Request with(const Request& request, const std::string& name, const char* value) {
  Request changed = request;
  changed.headers = {};
  for (const auto& [field, old] : request.headers.fields()) {
    if (field != name) changed.headers.add(field, old);
  }
  if (value != nullptr) changed.headers.add(name, value);
  return changed;
}

Request at(const std::string& path, const std::string& method = "POST") {
  Request request = good(method);
  request.path = path;
  return request;
}

struct Refusal {
  int status = 200;
  std::string why = {};
  std::string allow = {};
};

Refusal refusal(const Request& head, endpoint::GuardRules rules = {}) {
  const auto reply = Guard(std::move(rules), tokens_needed()).refuse(head);
  if (!reply) return {};
  return {reply->status,
          support::Answer(reply->body).error_message(),
          std::string(reply->headers.find("Allow").value_or(""))};
}

int status(const Request& head, endpoint::GuardRules rules = {}) {
  return refusal(head, std::move(rules)).status;
}

}  // namespace

TEST_CASE("good requests pass the guard") {
  for (const std::string method : {"POST", "GET", "DELETE"})
    CHECK(status(good(method)) == 200);
}

TEST_CASE("a name of another machine in Host is refused on loopback") {
  CHECK(status(with(good(), "Host", "evil.example.com")) == 403);
  CHECK(status(with(good(), "Host", nullptr)) == 403);
  CHECK_THAT(refusal(with(good(), "Host", "evil.com")).why, Contains("localhost"));
  CHECK(status(with(good(), "Host", "evil.example.com"), {.only_loopback_names = false}) == 200);
}

TEST_CASE("a page's Origin must be of this machine or allowed") {
  CHECK(status(with(good(), "Origin", "http://localhost:6274")) == 200);
  CHECK(status(with(good(), "Origin", "null")) == 403);
  const auto evil = with(good(), "Origin", "https://evil.example.com");
  CHECK(status(evil) == 403);
  CHECK_THAT(refusal(evil).why, Contains("evil.example.com") && Contains("--allow-origin"));
  CHECK(status(evil, {.allowed_origins = {"https://evil.example.com"}}) == 200);
  CHECK(status(evil, {.allowed_origins = {"https://evil.example.com:8443"}}) == 403);
  CHECK(status(with(good(), "Origin", "http://localhost"), {.only_loopback_names = false}) == 403);
}

TEST_CASE("there is nothing but the endpoint and the health check") {
  for (const std::string path : {"/", "/mcp/", "/MCP", "/.well-known/oauth-protected-resource"}) {
    CHECK(status(at(path)) == 404);
    CHECK_THAT(refusal(at(path)).why, Contains("/mcp"));
  }
}

TEST_CASE("the health check asks for no token, but for GET") {
  for (const std::string method : {"GET", "HEAD"})
    CHECK(status(with(at("/healthz", method), "Authorization", nullptr)) == 200);
  CHECK(refusal(at("/healthz")).status == 405);
  CHECK(refusal(at("/healthz")).allow == "GET");
  CHECK(status(with(at("/healthz", "GET"), "Host", "evil.example.com")) == 403);
}

TEST_CASE("GET and DELETE are for sessions, other methods for nothing") {
  for (const std::string method : {"GET", "DELETE", "PUT", "OPTIONS", "HEAD", "TRACE", "get"}) {
    const auto refused = refusal(with(good(method), "Mcp-Session-Id", nullptr));
    CHECK(refused.status == 405);
    CHECK(refused.allow == "POST");
  }
  CHECK(status(good("PUT")) == 405);
}

TEST_CASE("a caller is who its bearer token says") {
  const Guard guard({}, tokens_needed());
  for (const char* value : {"Bearer secret", "bearer secret", "BEARER   secret "}) {
    const auto principal = guard.principal(with(good(), "Authorization", value));
    REQUIRE(std::holds_alternative<std::string>(principal));
    CHECK(std::get<std::string>(principal) == "devbot");
  }
}

TEST_CASE("a missing, wrong or malformed token is refused, each in its way") {
  const auto refused = [](const char* value) {
    return refusal(with(good(), "Authorization", value));
  };
  CHECK(refused(nullptr).status == 401);
  CHECK_THAT(refused(nullptr).why, Contains("a bearer token is needed"));
  CHECK(refused("Bearer wrong").status == 401);
  CHECK_THAT(refused("Bearer wrong").why, Contains("belongs to no agent"));
  CHECK(refused("Bearer secret secret").status == 401);
  for (const char* value : {"Bearer", "Bearer ", "bearer   "})
    CHECK(refused(value).status == 400);
  for (const char* value : {"", "Basic c2VjcmV0", "secret", "Bearersecret"})
    CHECK(refused(value).status == 401);
  CHECK(refused("Bearer broken").status == 503);
  CHECK_THAT(refused("Bearer broken").why, Contains("team.yaml cannot be read"));
}

TEST_CASE("the body must be JSON, and both kinds of answer welcome") {
  CHECK(status(with(good(), "Content-Type", nullptr)) == 415);
  CHECK(status(with(good(), "Content-Type", "text/plain")) == 415);
  CHECK(status(with(good(), "Accept", "application/json")) == 406);
  CHECK(status(with(good(), "Accept", "text/event-stream")) == 406);
  CHECK(status(with(good(), "Accept", "*/*")) == 200);
  CHECK(status(with(good("GET"), "Accept", "application/json")) == 406);
  CHECK(status(with(good("DELETE"), "Accept", "application/json")) == 200);
}

TEST_CASE("a header that decides something may come once only") {
  const std::string name = GENERATE("Host",
                                    "Origin",
                                    "Authorization",
                                    "Content-Type",
                                    "Last-Event-ID",
                                    "Mcp-Session-Id",
                                    "MCP-Protocol-Version",
                                    "Mcp-Method",
                                    "Mcp-Name",
                                    "Mcp-Param-Region");
  Request request = with(good(), name, "localhost");
  request.headers.add("X-Other", "1");
  request.headers.add("x-other", "2");
  CHECK_THAT(refusal(request).why, !Contains("not several"));
  std::string lower = name;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return static_cast<char>(std::tolower(c));
  });
  request.headers.add(lower, "localhost");
  CHECK(status(request) == 400);
  CHECK_THAT(refusal(request).why, Contains("not several"));
}

TEST_CASE("the guard looks at place, path, method, sender and media type, in this order") {
  Request request = with(good("PUT"), "Host", "evil.example.com");
  request.path = "/nowhere";
  request = with(with(request, "Authorization", nullptr), "Mcp-Session-Id", nullptr);
  CHECK(status(request) == 403);
  request = with(request, "Host", "localhost");
  CHECK(status(request) == 404);
  request.path = "/mcp";
  CHECK(status(request) == 405);
  request.method = "POST";
  CHECK(status(request) == 401);
  request = with(request, "Authorization", "Bearer secret");
  CHECK(status(request) == 415);
  request = with(with(request, "Content-Type", "application/json"), "Accept", "text/plain");
  CHECK(status(request) == 406);
}
