#pragma once
// The one place that turns our errors into what goes over the wire.

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
rpc::Error resource_not_found(std::string_view uri, Era era);

}  // namespace mcp
