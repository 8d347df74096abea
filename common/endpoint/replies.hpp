#pragma once
// The replies of the endpoint: statuses and bodies. Whatever is refused says in the body why and
// what to do, as a JSON-RPC error without an id.

#include <string>
#include <string_view>

#include "http_server/message.hpp"
#include "rpc/message.hpp"

namespace endpoint {

http_server::Reply json_reply(int status, std::string body);

/// 202 without a body: a notification or an answer was taken.
http_server::Reply taken();

http_server::Reply stream_reply(std::shared_ptr<http_server::Stream> stream);

http_server::Reply refusal(int status, std::string_view why);

/// 405 with the methods that are allowed.
http_server::Reply wrong_method(std::string_view allowed, std::string_view why);

/// 401 with the challenge of RFC 6750.
http_server::Reply unauthenticated(std::string_view why, bool token_was_given);

/// 429 or 503, to be tried again in a second.
http_server::Reply overloaded(int status, std::string_view why);

/// The status for an error of a modern request that no method got to see (specification
/// 2026-07-28, transports: error responses).
int status_of(rpc::ErrorCode code);

}  // namespace endpoint
