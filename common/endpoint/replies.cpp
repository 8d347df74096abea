#include "endpoint/replies.hpp"

#include <utility>

namespace endpoint {
namespace {

constexpr const char* json_type = "application/json";

}  // namespace

http_server::Reply json_reply(int status, std::string body) {
  return {status, {{"Content-Type", json_type}}, std::move(body)};
}

http_server::Reply taken() {
  return {202};
}

http_server::Reply stream_reply(std::shared_ptr<http_server::Stream> stream) {
  // Proxies collect what they pass on unless they are told not to (X-Accel-Buffering: nginx).
  return {200,
          {{"Content-Type", "text/event-stream"},
           {"Cache-Control", "no-cache"},
           {"X-Accel-Buffering", "no"}},
          {},
          std::move(stream)};
}

http_server::Reply refusal(int status, std::string_view why) {
  const rpc::Error error{rpc::ErrorCode::invalid_request, std::string(why)};
  return json_reply(status, rpc::error_response(std::nullopt, error));
}

http_server::Reply wrong_method(std::string_view allowed, std::string_view why) {
  auto reply = refusal(405, why);
  reply.headers.add("Allow", std::string(allowed));
  return reply;
}

http_server::Reply unauthenticated(std::string_view why, bool token_was_given) {
  auto reply = refusal(401, why);
  reply.headers.add("WWW-Authenticate",
                    token_was_given ? R"(Bearer realm="agent-smith", error="invalid_token")"
                                    : R"(Bearer realm="agent-smith")");
  return reply;
}

http_server::Reply overloaded(int status, std::string_view why) {
  const rpc::Error error{rpc::ErrorCode::overloaded, std::string(why)};
  auto reply = json_reply(status, rpc::error_response(std::nullopt, error));
  reply.headers.add("Retry-After", "1");
  return reply;
}

int status_of(rpc::ErrorCode code) {
  return code == rpc::ErrorCode::method_not_found ? 404 : 400;
}

}  // namespace endpoint
