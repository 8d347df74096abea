#pragma once
// The methods of the protocol: one table, one function each. A quick method only looks at the
// declaration of the server and is answered at once; the others run handlers, which may take their
// time.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "mcp/context.hpp"
#include "mcp/dispatcher.hpp"
#include "mcp/server.hpp"

namespace mcp {

/// The members of a result, as JSON text without the braces around them; what each era adds is not
/// yet in it.
struct Outcome {
  std::string members;
  bool cacheable = false;       ///< the modern era wants caching hints on it
  bool input_required = false;  ///< the questions of a round instead of the result
};

using Answer = std::variant<Outcome, rpc::Error>;

struct QuickMethod {
  std::string_view name;
  std::optional<Era> only;  ///< nothing: both
  bool (*is_offered)(
      const Server& server);  ///< a method whose feature is not advertised does not exist
  Answer (*answer)(const Server& server, const Context& context, Session& session);
};

/// What is known of a request before its handler runs.
struct Plan {
  JobKind kind = JobKind::reads;
  bool asks_client = false;  ///< its handler may send requests to the client
};

struct SlowMethod {
  std::string_view name;
  bool (*is_offered)(const Server& server);
  std::variant<Plan, rpc::Error> (*plan)(const Server& server, const Context& context);
  Answer (*answer)(const Server& server, const Context& context, Call& call);
  bool has_rounds;  ///< its handler may ask the client for input (specification 2026-07-28)
};

std::span<const QuickMethod> quick_methods();
std::span<const SlowMethod> slow_methods();

// By feature; each in the file of its name.

Answer list_tools(const Server& server, const Context& context, Session& session);
std::variant<Plan, rpc::Error> plan_tool(const Server& server, const Context& context);
Answer call_tool(const Server& server, const Context& context, Call& call);
Answer subscribe(const Server& server, const Context& context, Session& session);
Answer unsubscribe(const Server& server, const Context& context, Session& session);
Answer list_resources(const Server& server, const Context& context, Session& session);
Answer list_resource_templates(const Server& server, const Context& context, Session& session);
Answer read_resource(const Server& server, const Context& context, Call& call);
Answer list_prompts(const Server& server, const Context& context, Session& session);
Answer prompt_messages(const Server& server, const Context& context, Call& call);
Answer complete(const Server& server, const Context& context, Call& call);

/// The members written by `write`, without the braces.
std::string members(const std::function<void(json::Writer&)>& write);

}  // namespace mcp
