#pragma once
// subscriptions/listen (specification 2026-07-28): a request that stands, and on which the server
// tells what changed. Every message on it carries the id of the request.

#include <variant>

#include "mcp/changes.hpp"
#include "mcp/server.hpp"
#include "mcp/session.hpp"

namespace mcp {

/// What `params.notifications` asks for and the server can tell, or the error to answer with.
std::variant<Interests, rpc::Error> read_interests(json::View params, const Server& server);

/// Acknowledges, then tells the call about every change of interest until it ends.
void tell_changes(Changes& changes, Interests interests, const std::shared_ptr<Call>& call);

/// {"io.modelcontextprotocol/subscriptionId": id} without braces.
std::string subscription_meta(const rpc::Id& id);

}  // namespace mcp
