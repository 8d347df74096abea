#include "endpoint/replies.hpp"

#include "support/catch.hpp"
#include "support/requests.hpp"

using support::Answer;

namespace {

std::string header(const http_server::Reply& reply, std::string_view name) {
  return std::string(reply.headers.find(name).value_or("none"));
}

}  // namespace

TEST_CASE("a refusal says why as a JSON-RPC error without an id") {
  const auto reply = endpoint::refusal(403, "not \"you\"");
  CHECK(reply.status == 403);
  CHECK(header(reply, "Content-Type") == "application/json");
  CHECK(Answer(reply.body).error_message() == "not \"you\"");
  CHECK(Answer(reply.body).error_code() == -32600);
  CHECK(Answer(reply.body).id().empty());
}

TEST_CASE("what is taken has no body") {
  CHECK(endpoint::taken().status == 202);
  CHECK(endpoint::taken().body.empty());
  CHECK(endpoint::taken().headers.fields().empty());
}

TEST_CASE("a stream is neither cached nor collected by proxies") {
  const auto reply = endpoint::stream_reply(nullptr);
  CHECK(reply.status == 200);
  CHECK(header(reply, "Content-Type") == "text/event-stream");
  CHECK(header(reply, "Cache-Control") == "no-cache");
  CHECK(header(reply, "X-Accel-Buffering") == "no");
}

TEST_CASE("refusals carry the header that HTTP wants with their status") {
  CHECK(header(endpoint::wrong_method("GET", "why"), "Allow") == "GET");
  CHECK(endpoint::wrong_method("GET", "why").status == 405);
  CHECK(endpoint::unauthenticated("why", false).status == 401);
  CHECK(header(endpoint::unauthenticated("why", false), "WWW-Authenticate") ==
        "Bearer realm=\"agent-smith\"");
  CHECK(header(endpoint::unauthenticated("why", true), "WWW-Authenticate") ==
        "Bearer realm=\"agent-smith\", error=\"invalid_token\"");
  const auto overloaded = endpoint::overloaded(429, "why");
  CHECK(overloaded.status == 429);
  CHECK(header(overloaded, "Retry-After") == "1");
  CHECK(Answer(overloaded.body).error_code() == 1001);
}

TEST_CASE("only an unknown method is a 404") {
  using rpc::ErrorCode;
  CHECK(endpoint::status_of(ErrorCode::method_not_found) == 404);
  for (const ErrorCode code : {ErrorCode::parse_error,
                               ErrorCode::invalid_request,
                               ErrorCode::invalid_params,
                               ErrorCode::header_mismatch,
                               ErrorCode::missing_client_feature,
                               ErrorCode::unsupported_version})
    CHECK(endpoint::status_of(code) == 400);
}
