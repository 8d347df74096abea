#pragma once
// Context: one request with its era decided. The rules of the decision are those of the
// specification's revisions: a request that carries the modern metadata is modern, one after an
// initialize handshake is legacy, and neither is a state of the process.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mcp/call.hpp"
#include "mcp/protocol.hpp"
#include "mcp/session.hpp"
#include "rpc/message.hpp"

namespace mcp {

struct Context {
  Era era;
  RequestMeta meta;
  json::View params;           ///< an object, or absent
  json::View client_features;  ///< modern: what the client declares in this request
};

/// The request's context, or the error to answer it with.
std::variant<Context, rpc::Error> read_context(const rpc::Request& request, const Session& session);

/// A list of the versions as JSON text: what server/discover offers.
std::string supported_versions_json();

}  // namespace mcp
