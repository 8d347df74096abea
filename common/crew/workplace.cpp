#include "crew/workplace.hpp"

#include <algorithm>

#include "base/env.hpp"
#include "config/home.hpp"
#include "crew/agent.hpp"
#include "crew/project.hpp"
#include "git/checkout.hpp"

namespace crew {

base::Result<std::string> Workplace::agent() {
  return kept(agent_, [&]() -> base::Result<std::string> {
    const auto named = base::env("AGENT_NAME");
    if (!named) return std::string(local_agent);
    return agent_name(named, TRY(team()));
  });
}

base::Result<std::string> Workplace::project() {
  return kept(project_, [&] {
    auto named = launch.project.empty() ? base::env("AGENT_SMITH_PROJECT") : launch.project;
    return project_of(named, launch.directory);
  });
}

std::string Workplace::unmerged_branch() {
  const base::Lock lock(mutex_);
  const Branches& known = branches();
  if (!known.checkout || !known.main) return {};
  const auto now = git::branch_now(*known.checkout);
  return now && *now != *known.main ? *now : std::string();
}

bool Workplace::is_main_branch(std::string_view name) {
  const base::Lock lock(mutex_);
  if (const auto& main = branches().main) return name == *main;
  const auto& usual = git::usual_main_branches;
  return std::find(usual.begin(), usual.end(), name) != usual.end();
}

base::Result<std::optional<Team>> Workplace::team() {
  TeamPlaces places;
  if (!launch.team.empty()) places.option = launch.team;
  if (const auto named = base::env("AGENT_SMITH_TEAM")) places.environment = *named;
  if (const auto directory = home()) places.home = *directory;
  if (const auto checkout = git::find_checkout(launch.directory))
    places.project_root = checkout->root;
  return find_team(places);
}

base::Result<std::optional<BusSettings>> Workplace::bus() {
  // Where no bus is named, nobody needs a name for it.
  const auto user = agent();
  auto settings = TRY(bus_of(user ? *user : std::string(local_agent)));
  if (settings && !user) return user.error();
  return settings;
}

base::Result<std::optional<BusSettings>> Workplace::operator_bus() {
  return bus_of(std::string(operator_name));
}

base::Result<std::optional<BusSettings>> Workplace::runlog_bus() {
  return bus_of(std::string(runlog_name));
}

base::Result<std::optional<BusSettings>> Workplace::bus_of(const std::string& user) {
  return find_bus({.option = launch.nats,
                   .environment = base::env("AGENT_SMITH_NATS").value_or(""),
                   .password = base::env("AGENT_SMITH_NATS_PASSWORD").value_or(""),
                   .home = TRY(home())},
                  user);
}

base::Result<std::filesystem::path> Workplace::home() {
  return config::home();
}

RunContext Workplace::run(std::string_view baggage, std::string_view traceparent) const {
  return run_context(baggage, traceparent, base::env("RUN_ID").value_or(""));
}

const Workplace::Branches& Workplace::branches() {
  if (!branches_) {
    branches_.emplace();
    if (!launch.serves_others) branches_->checkout = git::find_checkout(launch.directory);
    if (branches_->checkout) branches_->main = git::main_branch(*branches_->checkout);
  }
  return *branches_;
}

base::Result<std::string> Workplace::kept(std::optional<std::string>& slot,
                                          const std::function<base::Result<std::string>()>& find) {
  const base::Lock lock(mutex_);
  if (!slot) slot = TRY(find());
  return *slot;
}

}  // namespace crew
