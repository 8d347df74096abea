#pragma once
// The address of a remote as an identity: the same repository gives the same text, however it was
// cloned.

#include <filesystem>
#include <string>
#include <string_view>

namespace git {

/// "host/path" for a remote, "file:/path" for a local one. The host is lower case; user, password,
/// token, query, default port, ".git" and surplus slashes are gone; another port is kept as
/// host:port. A relative path counts from `base`, which must be absolute. Empty if `url` names
/// nothing: no host, control characters or invalid UTF-8. Does not touch the file system. Never
/// throws.
std::string normalised_remote(std::string_view url, const std::filesystem::path& base);

}  // namespace git
