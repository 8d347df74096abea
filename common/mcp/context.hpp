#pragma once
// Context: one request with its era decided. The rules of the decision are those of the
// specification's revisions: a request that carries the modern metadata is modern, one after an
// initialize handshake is legacy, and neither is a state of the process.

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mcp/call.hpp"
#include "mcp/protocol.hpp"
#include "mcp/request_headers.hpp"
#include "mcp/session.hpp"
#include "rpc/message.hpp"

namespace mcp {

struct Context {
  Era era;
  RequestMeta meta;
  json::View params;                      ///< an object, or absent
  const HeaderLookup* headers = nullptr;  ///< of the HTTP request; null over stdio
  std::shared_ptr<const json::Document> legacy_features = {};  ///< keeps meta.client_features
};

/// True for a request of the modern era, well-formed or not. `headers`: null over stdio.
bool is_modern(const rpc::Request& request, const HeaderLookup* headers);

/// The request's context, or the error to answer it with.
std::variant<Context, rpc::Error> read_context(const rpc::Request& request,
                                               const Session& session,
                                               const HeaderLookup* headers = nullptr);

/// A version of the initialize handshake that we serve.
bool is_legacy_version(std::string_view version);

/// A list of the versions as JSON text: what server/discover offers.
std::string supported_versions_json();

}  // namespace mcp
