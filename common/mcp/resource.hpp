#pragma once
// Resources: things with a URI that a client can read, one by one or by template.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mcp/call.hpp"
#include "mcp/content.hpp"

namespace mcp {

/// Arguments and template variables by name.
using Values = std::map<std::string, std::string, std::less<>>;

/// Suggests values for one argument or variable that start with `typed`; `others` are those already
/// chosen.
using Completer = std::function<base::Result<std::vector<std::string>>(
    std::string_view typed, const Values& others, Call&)>;

struct Resource {
  std::string uri;
  std::string name;
  std::string title;
  std::string description;
  std::string mime_type;
  std::function<base::Result<Contents>(Call&)> read;
};

struct ResourceTemplate {
  std::string uri_template;  ///< RFC 6570 level 1: {variable} stands for one path segment
  std::string name;
  std::string title;
  std::string description;
  std::string mime_type;
  /// base::not_found says that there is no such resource.
  std::function<base::Result<Contents>(const std::string& uri, const Values& variables, Call&)>
      read;
  std::map<std::string, Completer> completers = {};  ///< by variable
};

}  // namespace mcp
