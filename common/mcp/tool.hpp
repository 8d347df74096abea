#pragma once
// A tool, declared once: argument fields and a handler. Input schema, decoding, all violations at
// once, `--tools` and snapshots follow from that declaration.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "json/fields.hpp"
#include "mcp/call.hpp"
#include "mcp/content.hpp"
#include "mcp/error_map.hpp"
#include "mcp/request_headers.hpp"

namespace mcp {

/// What a client may assume when it decides about permission and parallel use (specification, tool
/// annotations).
struct Effects {
  bool read_only = false;
  bool destructive = false;
  bool idempotent = false;
  bool open_world = false;  ///< talks to more than this server's own data
};

struct ToolInfo {
  std::string name;   ///< [a-z0-9_]{1,64}: clients prefix it, and the whole is limited to 64
  std::string title;  ///< for people
  std::string description;
  Effects effects = {};
  std::string output_schema = {};  ///< JSON text; may be empty
  std::vector<std::string> client_features =
      {};  ///< what the client must declare, for instance "sampling" (modern era)
};

struct Tool {
  ToolInfo info;
  std::string input_schema;  ///< JSON text
  std::function<Reply(json::View arguments, Call&)> run;
  std::vector<ParameterHeader> parameter_headers =
      {};  ///< arguments that HTTP clients repeat in headers
};

/// A tool whose schema is written by hand; its handler gets the arguments unchecked.
Tool tool_with_schema(ToolInfo info,
                      std::string input_schema,
                      std::function<Reply(json::View arguments, Call&)> run);

/// The entry of tools/list, as JSON text.
std::string declaration(const Tool& tool);

/// The reply to arguments that break rules: every violation, and a call that would be accepted.
Reply rejected(const std::string& tool_name, const json::Rejection& rejection);

/// False for absent and null: a call may leave `arguments` out.
inline bool was_given(json::View arguments) {
  return !arguments.is(json::Kind::absent) && !arguments.is(json::Kind::null);
}

/// An object without members, in place of arguments that were not given.
json::View no_arguments();

template <class Args>
Tool tool(ToolInfo info,
          json::Shape<Args> shape,
          std::function<base::Result<Reply>(const Args&, Call&)> handler) {
  std::string input_schema = json::schema(shape.rule());
  auto run = [name = info.name,
              shape = std::make_shared<const json::Shape<Args>>(std::move(shape)),
              handler = std::move(handler)](json::View arguments, Call& call) -> Reply {
    const auto decoded = shape->decode(was_given(arguments) ? arguments : no_arguments());
    if (const auto* rejection = std::get_if<json::Rejection>(&decoded))
      return rejected(name, *rejection);
    auto reply = handler(std::get<Args>(decoded), call);
    return reply ? std::move(reply).value() : to_reply(reply.error());
  };
  return tool_with_schema(std::move(info), std::move(input_schema), std::move(run));
}

}  // namespace mcp
