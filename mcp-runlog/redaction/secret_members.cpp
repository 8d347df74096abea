#include "mcp-runlog/redaction/secret_members.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "mcp-runlog/format/body.hpp"
#include "secrets/mark.hpp"
#include "secrets/secret_names.hpp"

namespace runlog {
namespace {

struct Known {
  std::string_view name;
  std::string_view kind;
};

/// Beside those that secrets::read_name knows.
constexpr Known known[] = {{"authorization", "authorization"},
                           {"proxy-authorization", "authorization"},
                           {"cookie", "cookie"},
                           {"cookies", "cookie"},
                           {"set-cookie", "cookie"},
                           {"passwords", "password"},
                           {"pgpassword", "password"},
                           {"x-amz-security-token", "token"}};

bool is_kubernetes_secret(json::View object, std::string_view name) {
  return (name == "data" || name == "stringData") && text_in(object, "kind") == "Secret";
}

}  // namespace

MemberSecret SecretMembers::read_name(std::string_view name) const {
  // A mark's words promise secrets too, but nothing of what a name says about a value.
  if (name.empty() || secrets::next_mark(name, 0).begin < name.size()) return {};
  const std::string shown = base::without_hidden_characters(name);
  const std::string lowered = base::lower(shown);
  if (std::find(names_.begin(), names_.end(), lowered) != names_.end())
    return {Secrecy::number, "user rule"};
  const auto* const found = std::find_if(
      std::begin(known), std::end(known), [&](const Known& one) { return one.name == lowered; });
  if (found != std::end(known)) return {Secrecy::text, found->kind};
  const secrets::SecretName promised = secrets::read_name(shown);
  if (promised.promise == secrets::Promise::nothing) return {};
  const bool is_password = promised.promise == secrets::Promise::password;
  return {is_password ? Secrecy::number : Secrecy::text, promised.kind};
}

MemberSecret SecretMembers::read(json::View object, std::string_view name) const {
  if (is_kubernetes_secret(object, name)) return {Secrecy::text, "secret"};
  if (name == "value") {
    for (const std::string_view namer : {"name", "key"}) {
      const MemberSecret named = read_name(text_in(object, namer));
      if (named.secrecy != Secrecy::none) return named;
    }
  }
  return read_name(name);
}

}  // namespace runlog
