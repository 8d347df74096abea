#include "secrets/secret_names.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "secrets/characters.hpp"

namespace secrets {
namespace {

constexpr Characters lower_or_digit("a-z0-9");

struct Ending {
  std::string_view words;  ///< in lower case, one blank between
  SecretName name;
};

constexpr SecretName password{Promise::password, "value assigned to password"};
constexpr SecretName secret{Promise::secret, "value assigned to secret"};
constexpr SecretName token_name{Promise::secret, "value assigned to token"};
constexpr SecretName key{Promise::secret, "value assigned to key"};
constexpr SecretName credentials{Promise::secret, "value assigned to credentials"};

constexpr Ending endings[] = {{"password", password},
                              {"passwd", password},
                              {"passwort", password},
                              {"passphrase", password},
                              {"pass", password},
                              {"pwd", password},
                              {"pw", password},
                              {"secret", secret},
                              {"token", token_name},
                              {"api key", key},
                              {"apikey", key},
                              {"app key", key},
                              {"access key", key},
                              {"accesskey", key},
                              {"account key", key},
                              {"accountkey", key},
                              {"auth key", key},
                              {"authkey", key},
                              {"encryption key", key},
                              {"master key", key},
                              {"private key", key},
                              {"privatekey", key},
                              {"secret key", key},
                              {"secretkey", key},
                              {"service key", key},
                              {"session key", key},
                              {"shared key", key},
                              {"signing key", key},
                              {"client key data", key},
                              {"auth", credentials},
                              {"credential", credentials},
                              {"credentials", credentials},
                              {"creds", credentials}};

/// They may follow what is named.
constexpr std::string_view qualifiers[] = {
    "value", "prod", "production", "dev",    "development", "test",    "stage",   "staging",
    "live",  "old",  "new",        "main",   "current",     "default", "primary", "secondary",
    "base",  "raw",  "plain",      "base64", "plaintext",   "string",  "b64",     "env"};

/// They make public what they stand before, or mean another token.
constexpr std::string_view exceptions[] = {"public",
                                           "page",
                                           "next",
                                           "next page",
                                           "continuation",
                                           "sync",
                                           "resume",
                                           "csrf",
                                           "xsrf",
                                           "cancellation"};

constexpr std::string_view connection_keys[] = {"host",
                                                "hostaddr",
                                                "server",
                                                "addr",
                                                "address",
                                                "data source",
                                                "user",
                                                "user id",
                                                "uid",
                                                "username",
                                                "dbname",
                                                "database",
                                                "sslmode",
                                                "datasource",
                                                "initial catalog"};

/// "dbPassword" and "DB_PASSWORD" as "db password".
std::string words_of(std::string_view name) {
  std::string words;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool is_separator = !alnum.has(name[at]);
    const bool is_hump = at > 0 && upper_letter.has(name[at]) &&
                         (lower_or_digit.has(name[at - 1]) ||
                          (at + 1 < name.size() && upper_letter.has(name[at - 1]) &&
                           lower_or_digit.has(name[at + 1]) && !digit.has(name[at + 1])));
    if ((is_separator || is_hump) && !words.empty() && words.back() != ' ') words += ' ';
    if (!is_separator) words += name[at];
  }
  return base::lower(base::trimmed(words));
}

bool is_qualifier(std::string_view word) {
  return word.find_first_not_of("0123456789") == std::string_view::npos ||
         std::find(std::begin(qualifiers), std::end(qualifiers), word) != std::end(qualifiers);
}

std::string_view without_qualifiers(std::string_view words) {
  for (;;) {
    const std::size_t blank_at = words.rfind(' ');
    if (blank_at == std::string_view::npos || !is_qualifier(words.substr(blank_at + 1))) break;
    words = words.substr(0, blank_at);
  }
  // password1
  return words.substr(0, words.find_last_not_of("0123456789") + 1);
}

/// True if the last words of `words` are `ending`. Short ones stand alone: a bypass is no pass;
/// long ones may be grown together, as in PGPASSWORD.
bool has_ending(std::string_view words, std::string_view ending) {
  constexpr std::size_t short_bytes_max = 5;
  if (!words.ends_with(ending)) return false;
  if (words.size() == ending.size() || ending.size() > short_bytes_max) return true;
  return words[words.size() - ending.size() - 1] == ' ' || ending == "token";
}

bool is_exception(std::string_view before) {
  return std::any_of(std::begin(exceptions), std::end(exceptions), [&](std::string_view word) {
    return before == word ||
           (before.ends_with(word) && before[before.size() - word.size() - 1] == ' ');
  });
}

}  // namespace

SecretName read_name(std::string_view name) {
  constexpr std::size_t name_bytes_max = 64;
  const std::string all =
      words_of(name.substr(name.size() - std::min(name.size(), name_bytes_max)));
  const std::string_view words = without_qualifiers(all);
  for (const Ending& ending : endings) {
    if (!has_ending(words, ending.words)) continue;
    const std::string_view before =
        base::trimmed(words.substr(0, words.size() - ending.words.size()));
    return is_exception(before) ? SecretName{Promise::nothing, {}} : ending.name;
  }
  return {Promise::nothing, {}};
}

bool is_connection_key(std::string_view name) {
  constexpr std::size_t name_bytes_max = 32;
  if (name.size() > name_bytes_max) return false;
  const std::string lowered = base::lower(name);
  return std::find(std::begin(connection_keys), std::end(connection_keys), lowered) !=
         std::end(connection_keys);
}

}  // namespace secrets
