#pragma once
// Members of JSON objects whose names promise a secret: their texts are replaced as a whole,
// whatever they look like.

#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"

namespace runlog {

enum class Secrecy {
  none,
  text,   ///< texts are secrets
  number  ///< numbers of many digits as well: a password
};

struct MemberSecret {
  Secrecy secrecy = Secrecy::none;
  std::string_view kind = {};
};

class SecretMembers {
 public:
  /// `names` are the user's, in lower case.
  explicit SecretMembers(std::vector<std::string> names) : names_(std::move(names)) {}

  /// Of the member `name` of `object`. Beside the name this looks at {"name": "DB_PASSWORD",
  /// "value": ...} and at `data` of a Secret of Kubernetes.
  MemberSecret read(json::View object, std::string_view name) const;

 private:
  MemberSecret read_name(std::string_view name) const;

  std::vector<std::string> names_;
};

}  // namespace runlog
