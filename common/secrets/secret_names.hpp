#pragma once
// Names that promise a secret as their value: DB_PASSWORD, "apiKey", X-Auth-Token, client secret.
// Names of what is said about secrets are others: secretName, token_count, password_hash.

#include <string_view>

namespace secrets {

enum class Promise { nothing, secret, password };

struct SecretName {
  Promise promise;
  std::string_view kind;  ///< of the finding that its value would be
};

/// Only the last 64 bytes of a name count.
SecretName read_name(std::string_view name);

/// True for keys that stand beside the password in connection strings: Server, User Id, dbname.
bool is_connection_key(std::string_view name);

}  // namespace secrets
