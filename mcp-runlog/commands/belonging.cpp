#include "mcp-runlog/commands/belonging.hpp"

#include "base/format.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "crew/team.hpp"

namespace runlog {

base::Result<Surroundings> surroundings_said(const app::Words& words) {
  Surroundings surroundings{.clock = "host:" + base::host_name(), .agent = words.at("agent")};
  if (words.has("agent") && !crew::is_agent_name(surroundings.agent))
    return base::invalid(base::format(
        "--agent {}: an agent's name is {}", surroundings.agent, crew::agent_name_rule));
  if (!words.has("run")) return surroundings;
  if (!base::is_uuid(words.at("run")))
    return base::invalid(base::format("--run {}: a run is named by a UUID, such as {}",
                                      words.at("run"),
                                      "0199c0de-0000-7000-8000-000000000001"));
  surroundings.run_id = base::lower(words.at("run"));
  return surroundings;
}

}  // namespace runlog
