#pragma once
// Who this process acts for, as the launcher said in the environment. Never taken from an argument
// of a tool.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "crew/team.hpp"

namespace crew {

/// The agent that `agent_env` (AGENT_NAME) names, in lower case, so that DevBot is devbot; unset or
/// empty gives "local". invalid: the launcher did not expand the variable, the characters are not
/// allowed, or the team does not list the name. Without a team every well-formed name is believed.
base::Result<std::string> agent_name(const std::optional<std::string>& agent_env,
                                     const std::optional<Team>& team);

}  // namespace crew
