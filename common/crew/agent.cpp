#include "crew/agent.hpp"

#include <algorithm>
#include <vector>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "config/yaml.hpp"

namespace crew {
namespace {

bool is_member(const Team& team, const std::string& name) {
  return std::any_of(team.members.begin(), team.members.end(), [&name](const Member& member) {
    return member.name == name;
  });
}

base::Error not_a_member(const Team& team, const std::string& name) {
  std::vector<std::string> names;
  for (const Member& member : team.members)
    names.push_back(member.name);
  const std::string allowed = names.empty() ? "none" : base::join(names, ", ");
  const auto meant = base::nearest(name, names);
  return base::invalid(
      base::format("AGENT_NAME {} is not in {}; {}allowed: {}",
                   name,
                   team.file.string(),
                   meant ? base::format("did you mean {}? ", *meant) : std::string(),
                   base::shortened(allowed, 500)));
}

}  // namespace

base::Result<std::string> agent_name(const std::optional<std::string>& agent_env,
                                     const std::optional<Team>& team) {
  if (!agent_env || agent_env->empty()) return std::string(local_agent);
  if (base::is_unexpanded(*agent_env)) {
    return base::invalid(
        base::format("AGENT_NAME is \"{}\": the launcher did not expand the variable; set "
                     "AGENT_NAME to the name of the "
                     "agent, or leave it out to act as local",
                     config::shown(*agent_env)));
  }
  std::string name = base::lower(*agent_env);
  if (!is_agent_name(name)) {
    return base::invalid(base::format(
        "AGENT_NAME \"{}\" is not allowed: {}", config::shown(*agent_env), agent_name_rule));
  }
  if (team && name != local_agent && !is_member(*team, name)) return not_a_member(*team, name);
  return name;
}

}  // namespace crew
