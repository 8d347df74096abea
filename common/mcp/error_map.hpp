#pragma once
// The one place that turns our errors into what goes over the wire.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mcp/content.hpp"
#include "mcp/protocol.hpp"
#include "rpc/message.hpp"

namespace mcp {

/// A tool's failure is a reply that the model can act on, never a protocol error (specification,
/// tools: error handling).
Reply to_reply(const base::Error& error);

/// For everything that is not a tool.
rpc::Error to_rpc(const base::Error& error);

rpc::Error invalid_params(std::string message);
rpc::Error method_not_found(std::string_view method);

/// `method` wants to ask for input, which only a client of the modern era can give it.
rpc::Error needs_modern_client(std::string_view method);

/// `what` needs features of the client that this request does not declare (modern era).
rpc::Error missing_client_features(std::string_view what, const std::vector<std::string>& features);
rpc::Error resource_not_found(std::string_view uri, Era era);

}  // namespace mcp
