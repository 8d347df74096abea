#pragma once
// What processes left in the spool of a run log, and their environment.

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "mcp-runlog/spool/spool.hpp"

namespace spooled {

using Variables = std::map<std::string, std::string>;

/// Nothing of the developer's own environment. Empty counts as unset.
inline Variables variables(const std::filesystem::path& home, const Variables& more = {}) {
  Variables all = {{"AGENT_SMITH_HOME", home.string()},
                   {"AGENT_SMITH_PROJECT", "shop"},
                   {"AGENT_SMITH_TEAM", ""},
                   {"AGENT_SMITH_NATS", ""},
                   {"AGENT_NAME", ""},
                   {"TRACEPARENT", ""},
                   {"RUN_ID", ""}};
  for (const auto& [name, value] : more)
    all[name] = value;
  return all;
}

/// In the order of their lines; they are gone from the spool then.
inline std::vector<runlog::Event> events(const std::filesystem::path& home) {
  runlog::Spool spool(home);
  std::vector<runlog::Event> all;
  const auto drained =
      spool.drain(1'000'000, {}, [&](std::span<const runlog::Delivery> some) -> base::Result<void> {
        for (const runlog::Delivery& one : some)
          all.insert(all.end(), one.events.begin(), one.events.end());
        return {};
      });
  if (!drained) throw std::runtime_error(drained.error().message);
  return all;
}

}  // namespace spooled
