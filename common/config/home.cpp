#include "config/home.hpp"

#include <array>
#include <string>

#include "base/env.hpp"
#include "base/format.hpp"

namespace config {
namespace {

struct Place {
  const char* variable;
  const char* below;
};

constexpr std::array<Place, 3> places{{
    {"AGENT_SMITH_HOME", ""},
    {"XDG_DATA_HOME", "agent-smith"},
    {"HOME", ".local/share/agent-smith"},
}};

base::Result<std::filesystem::path> absolute(const Place& place, const std::string& value) {
  if (base::is_unexpanded(value)) {
    return base::invalid(base::format(
        "{} is \"{}\": the launcher did not expand the variable; set it to an absolute directory",
        place.variable,
        value));
  }
  const std::filesystem::path directory(value);
  if (!directory.is_absolute()) {
    return base::invalid(
        base::format("{} is \"{}\": it must be an absolute directory", place.variable, value));
  }
  const std::filesystem::path state = (directory / place.below).lexically_normal();
  return state.has_filename() || state == state.root_path() ? state : state.parent_path();
}

}  // namespace

base::Result<std::filesystem::path> home() {
  for (const Place& place : places) {
    if (const auto value = base::env(place.variable)) return absolute(place, *value);
  }
  return base::unavailable(
      "no place for state: set AGENT_SMITH_HOME to an absolute directory (HOME is not set either)");
}

}  // namespace config
