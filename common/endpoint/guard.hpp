#pragma once
// Guard: everything that can be said about a request from its head. Order: what is ambiguous (a
// header that decides something comes twice), where it comes from
// (Host, Origin), what it is for (path, method), who sends it (token), what it carries (media
// types).

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "http_server/message.hpp"

namespace endpoint {

/// Where the MCP endpoint and the health check are.
inline constexpr std::string_view mcp_path = "/mcp";
inline constexpr std::string_view health_path = "/healthz";

/// Who sends a request with this bearer token, or with none; nothing if the token is not known, or
/// one is needed.
using Authenticate =
    std::function<base::Result<std::optional<std::string>>(std::optional<std::string_view> token)>;

struct GuardRules {
  /// Only loopback names in Host and Origin: against pages that rebind a name of theirs to
  /// 127.0.0.1.
  bool only_loopback_names = true;
  std::vector<std::string> allowed_origins = {};  ///< beside those: "https://tools.example.com"
};

class Guard {
 public:
  Guard(GuardRules rules, Authenticate authenticate)
      : rules_(std::move(rules)), authenticate_(std::move(authenticate)) {}

  /// The reply that refuses the request, if it has to be.
  std::optional<http_server::Reply> refuse(const http_server::Request& head) const;

  /// Who sends it, or the reply that says that it cannot be told.
  std::variant<std::string, http_server::Reply> principal(const http_server::Request& head) const;

 private:
  std::optional<http_server::Reply> wrong_place(const http_server::Request& head) const;

  const GuardRules rules_;
  const Authenticate authenticate_;
};

}  // namespace endpoint
