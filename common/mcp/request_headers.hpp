#pragma once
// HTTP headers that repeat what the body says, so that whatever stands between client and server
// can route by them: MCP-Protocol-Version, Mcp-Method, Mcp-Name, and Mcp-Param-* for arguments that
// a tool's schema marks with x-mcp-header (specification 2026-07-28, Streamable HTTP). Body and
// headers must agree, or a proxy would decide by one text and the server act on another. Every
// error here is header_mismatch (-32020), sent with status 400.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "json/document.hpp"
#include "rpc/message.hpp"

namespace mcp {

/// The value of a header, by its name in either case. One that was sent twice has no value that all
/// readers agree on: a transport refuses such a request, or joins the values by ", ".
using HeaderLookup = std::function<std::optional<std::string_view>(std::string_view name)>;

/// What a header value says: blanks around it are dropped, `=?base64?<text>?=` is decoded, anything
/// else is literal. Refused: base64 that is not strictly right, and literal bytes other than
/// printable ASCII, blank and tab.
std::variant<std::string, rpc::Error> header_text(std::string_view name, std::string_view value);

// The three headers that belong to a request are checked in two steps, since the required metadata
// of the body is checked between them (wrong metadata has a code of its own): first that they are
// there, later that they agree. Mcp-Name is required for tools/call, prompts/get (params.name) and
// resources/read (params.uri) when that parameter is text; a wrong parameter is left to the method.

std::optional<rpc::Error> missing_header(const rpc::Request& request, const HeaderLookup& headers);

/// Also finds a missing header, so it is safe on its own. MCP-Protocol-Version is compared only
/// with a version in the metadata that is text.
std::optional<rpc::Error> different_header(const rpc::Request& request,
                                           const HeaderLookup& headers);

/// An argument of a tool that clients repeat in a header.
struct ParameterHeader {
  std::string header;             ///< with its prefix: Mcp-Param-Region
  std::vector<std::string> path;  ///< names of members, from the arguments down
};

/// What the x-mcp-header annotations of an input schema ask for. A wrong one is an error, because
/// clients drop the whole tool then: the name must be an RFC 9110 token and unique regardless of
/// case, the type string, integer or boolean, and the place one that is reached through
/// `properties` only.
base::Result<std::vector<ParameterHeader>> parameter_headers(std::string_view input_schema_json);

/// An argument that is absent or null (or a list or an object, which no header can repeat) must
/// come without its header, any other with it. Numbers are compared as numbers, spelled as in
/// JSON: 42.0 equals 42. Whether an argument has the right type is left to the tool.
std::optional<rpc::Error> check_parameter_headers(const std::vector<ParameterHeader>& expected,
                                                  json::View arguments,
                                                  const HeaderLookup& headers);

}  // namespace mcp
