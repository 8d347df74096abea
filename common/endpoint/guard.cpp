#include "endpoint/guard.hpp"

#include <algorithm>
#include <array>

#include "base/format.hpp"
#include "base/text.hpp"
#include "endpoint/media_type.hpp"
#include "endpoint/origin.hpp"
#include "endpoint/replies.hpp"

namespace endpoint {
namespace {

using http_server::Reply;
using http_server::Request;

std::optional<Reply> wrong_method_for(const Request& head) {
  if (head.path == health_path) {
    if (head.method == "GET" || head.method == "HEAD") return std::nullopt;
    return wrong_method("GET", "the health check is read with GET");
  }
  if (head.method == "POST") return std::nullopt;
  const bool has_session = head.headers.find("Mcp-Session-Id").has_value();
  const bool is_legacy = head.method == "GET" || head.method == "DELETE";
  if (is_legacy && has_session) return std::nullopt;
  return wrong_method("POST",
                      is_legacy ? "GET and DELETE need the Mcp-Session-Id of an initialize "
                                  "handshake; everything else is POST"
                                : "MCP messages come by POST");
}

std::optional<Reply> wrong_media_type(const Request& head) {
  const auto accept = head.headers.all("Accept");
  if (head.method == "GET" && !accepts(accept, "text/event-stream"))
    return refusal(406, "the stream is text/event-stream; Accept must allow it");
  if (head.method != "POST") return std::nullopt;
  if (!is_json(head.headers.find("Content-Type")))
    return refusal(415, "the body must be a JSON-RPC message with Content-Type: application/json");
  if (!accepts(accept, "application/json") || !accepts(accept, "text/event-stream")) {
    return refusal(406,
                   "an answer is application/json or text/event-stream; Accept must allow both");
  }
  return std::nullopt;
}

/// The credentials of "Bearer <token>", maybe empty; nothing if the header is of another scheme.
std::optional<std::string_view> bearer_token(std::string_view authorization) {
  const std::size_t scheme_bytes = std::min(authorization.find(' '), authorization.size());
  if (base::lower(authorization.substr(0, scheme_bytes)) != "bearer") return std::nullopt;
  return base::trimmed(authorization.substr(scheme_bytes));
}

/// Fields that may come once only: of two values a proxy may go by one and this server by the
/// other.
bool may_repeat(std::string_view name) {
  constexpr std::array<std::string_view, 5> singles = {
      "host", "origin", "authorization", "content-type", "last-event-id"};
  const std::string lower_name = base::lower(name);
  return !lower_name.starts_with("mcp-") &&
         std::find(singles.begin(), singles.end(), lower_name) == singles.end();
}

std::optional<Reply> repeated_field(const Request& head) {
  for (const auto& [name, value] : head.headers.fields()) {
    if (head.headers.count(name) == 1 || may_repeat(name)) continue;
    return refusal(400, base::format("one {} header, not several", base::shortened(name, 100)));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Reply> Guard::refuse(const Request& head) const {
  if (auto reply = repeated_field(head)) return reply;
  if (auto reply = wrong_place(head)) return reply;
  if (head.path != mcp_path && head.path != health_path) {
    return refusal(404, base::format("there is nothing here; the MCP endpoint is {}", mcp_path));
  }
  if (auto reply = wrong_method_for(head)) return reply;
  if (head.path == health_path) return std::nullopt;
  auto sender = principal(head);
  if (auto* reply = std::get_if<Reply>(&sender)) return std::move(*reply);
  return wrong_media_type(head);
}

std::variant<std::string, Reply> Guard::principal(const Request& head) const {
  const auto token = bearer_token(head.headers.find("Authorization").value_or(""));
  if (token && token->empty())
    return refusal(400, "the token is empty; Authorization must be: Bearer <token>");
  const auto name = authenticate_(token);
  if (!name) return overloaded(503, name.error().message);
  if (*name) return **name;
  return unauthenticated(
      token ? "this bearer token belongs to no agent of team.yaml (token_sha256)"
            : "a bearer token is needed: Authorization: Bearer <token of an agent in team.yaml>",
      token.has_value());
}

std::optional<Reply> Guard::wrong_place(const Request& head) const {
  const auto host = head.headers.find("Host");
  if (rules_.only_loopback_names && !(host && is_loopback_authority(*host))) {
    return refusal(403,
                   "this server is for this machine: Host must be localhost, 127.0.0.1 or [::1] "
                   "(behind a proxy: start it with --behind-proxy)");
  }
  const auto origin = head.headers.find("Origin");
  if (!origin) return std::nullopt;
  const bool is_local = rules_.only_loopback_names && is_loopback_origin(*origin);
  const auto& allowed = rules_.allowed_origins;
  if (is_local || std::find(allowed.begin(), allowed.end(), *origin) != allowed.end())
    return std::nullopt;
  return refusal(403,
                 base::format("pages of {} may not use this server (--allow-origin allows them)",
                              base::shortened(*origin, 100)));
}

}  // namespace endpoint
