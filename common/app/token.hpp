#pragma once
// `token`: a new bearer token for an agent that uses a server over HTTP.

#include <string>

namespace app {

/// A random token, what team.yaml has to say of it, and where else it goes, for people.
std::string new_token();

}  // namespace app
