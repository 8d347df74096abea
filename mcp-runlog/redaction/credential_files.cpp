#include "mcp-runlog/redaction/credential_files.hpp"

#include <fnmatch.h>

#include <algorithm>

#include "secrets/mark.hpp"

namespace runlog {
namespace {

/// By last name.
constexpr const char* known_names[] = {".env",
                                       ".env.*",
                                       "*.env",
                                       ".envrc",
                                       "*.pem",
                                       "*.key",
                                       "*.p12",
                                       "*.pfx",
                                       "*.jks",
                                       "*.keystore",
                                       "*.kdbx",
                                       "*.asc",
                                       "*.gpg",
                                       "*.age",
                                       "*.ppk",
                                       "*.nk",
                                       "*.creds",
                                       "*.jwt",
                                       "id_rsa*",
                                       "id_dsa*",
                                       "id_ecdsa*",
                                       "id_ed25519*",
                                       ".netrc",
                                       "_netrc",
                                       ".npmrc",
                                       ".yarnrc.yml",
                                       ".pypirc",
                                       ".pgpass",
                                       ".my.cnf",
                                       ".htpasswd",
                                       ".git-credentials",
                                       ".dockercfg",
                                       ".dockerconfigjson",
                                       "credentials",
                                       ".credentials",
                                       "credentials.json",
                                       ".credentials.json",
                                       "credentials.toml",
                                       "credentials.yaml",
                                       "credentials.yml",
                                       "secrets.json",
                                       "secrets.yaml",
                                       "secrets.yml",
                                       "secrets.toml",
                                       "secret.yaml",
                                       "secret.yml",
                                       "kubeconfig",
                                       "kubeconfig.*",
                                       "*.kubeconfig",
                                       "*.tfvars",
                                       "*.tfstate",
                                       "terraform.tfstate.*",
                                       "vault-token",
                                       ".vault-token",
                                       "shadow",
                                       "master.key",
                                       "*password_file*",
                                       "*service-account*.json",
                                       "*service_account*.json"};

/// By the end of the path.
constexpr const char* known_paths[] = {"*/.kube/config",
                                       "*/.docker/config.json",
                                       "*/.aws/config",
                                       "*/.config/gh/hosts.yml",
                                       "*/.ssh/config.d/*",
                                       "*/.cargo/credentials*",
                                       "*/.gem/credentials",
                                       "*/.config/gcloud/*",
                                       "*/.azure/*",
                                       "/run/secrets/*",
                                       "/var/run/secrets/*",
                                       "/etc/shadow*",
                                       "/proc/*/environ"};

/// Their names end like credentials and are none.
constexpr const char* known_others[] = {
    "*.pub", ".env.example", ".env.sample", ".env.template", ".env.dist"};

bool matches(const char* glob, const std::string& text) {
  return ::fnmatch(glob, text.c_str(), FNM_CASEFOLD | FNM_NOESCAPE) == 0;
}

template <class Globs>
bool matches_any(const Globs& globs, const std::string& text) {
  return std::any_of(
      std::begin(globs), std::end(globs), [&](const char* glob) { return matches(glob, text); });
}

bool matches_users(const std::string& glob, const std::string& path, const std::string& name) {
  if (glob.find('/') == std::string::npos) return matches(glob.c_str(), name);
  return matches(glob.c_str(), path) || matches(("*/" + glob).c_str(), path);
}

}  // namespace

bool CredentialFiles::has(std::string_view path) const {
  constexpr std::size_t path_bytes_max = 4096;
  // What was redacted in a path is not what makes it one of credentials.
  if (path.empty() || secrets::next_mark(path, 0).begin < path.size()) return false;
  std::string whole(path.substr(path.size() - std::min(path.size(), path_bytes_max)));
  std::replace(whole.begin(), whole.end(), '\\', '/');
  const std::string name = whole.substr(whole.rfind('/') + 1);
  for (const std::string& glob : globs_) {
    if (matches_users(glob, whole, name)) return true;
  }
  if (matches_any(known_others, name)) return false;
  return matches_any(known_names, name) || matches_any(known_paths, whole);
}

}  // namespace runlog
