#include "crew/team.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "config/fields.hpp"
#include "config/yaml.hpp"

namespace crew {
namespace {

namespace fs = std::filesystem;
using config::Kind;
using config::Node;

/// What must not occur twice in one file.
struct Seen {
  std::set<std::string> names;
  std::set<std::string> tokens;
};

bool is_lower_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), is_lower_hex);
}

base::Result<void> check_version(const Node& root) {
  const std::string version = TRY(config::required_text(root, "version"));
  if (version == "1") return {};
  return root.find("version")->error(base::format(
      "version {} is not known; this program reads version 1", config::shown(version)));
}

base::Result<std::string> read_name(const Node& agent, Seen& seen) {
  const std::string name = TRY(config::required_text(agent, "name"));
  const Node& node = *agent.find("name");
  if (!is_agent_name(name)) {
    return node.error(
        base::format("name \"{}\" is not allowed: {}", config::shown(name), agent_name_rule));
  }
  if (name == local_agent) {
    return node.error("name local is reserved for callers without a name; choose another");
  }
  if (name == operator_name) {
    return node.error(
        "name operator is reserved for whoever makes the streams of NATS; choose another");
  }
  if (name == runlog_name) {
    return node.error(
        "name runlog is reserved for whoever reads the events of all agents; choose another");
  }
  if (!seen.names.insert(name).second) {
    return node.error(base::format("name {} appears twice; names must differ", name));
  }
  return name;
}

base::Result<std::string> read_role(const Node& agent) {
  constexpr std::size_t role_bytes_max = 200;
  const std::string role = TRY(config::optional_text(agent, "role")).value_or("");
  const bool is_one_line = role.find_first_of("\n\t") == std::string::npos;
  if (role.size() <= role_bytes_max && is_one_line &&
      base::without_hidden_characters(role) == role) {
    return role;
  }
  return agent.find("role")->error(base::format(
      "role must be one line of at most {} bytes without hidden characters", role_bytes_max));
}

base::Result<std::optional<std::string>> read_token(const Node& agent, Seen& seen) {
  auto token = TRY(config::optional_text(agent, "token_sha256"));
  if (!token) return token;
  const Node& node = *agent.find("token_sha256");
  if (!is_sha256(*token)) {
    // The value is not shown: it may be the token itself.
    return node.error(
        "token_sha256 must be the SHA-256 of the token, 64 lower-case hex digits (printf %s TOKEN "
        "| sha256sum)");
  }
  if (!seen.tokens.insert(*token).second) {
    return node.error("token_sha256 belongs to two agents; every agent needs a token of its own");
  }
  return token;
}

base::Result<Member> read_member(const Node& agent, Seen& seen) {
  TRY(config::must_be(agent, Kind::map, "an agent"));
  TRY(config::only_keys(agent, {"name", "role", "token_sha256"}));
  Member member;
  member.name = TRY(read_name(agent, seen));
  member.role = TRY(read_role(agent));
  member.token_sha256 = TRY(read_token(agent, seen));
  return member;
}

base::Result<fs::path> named_file(const fs::path& file, std::string_view origin) {
  if (base::is_unexpanded(file.string())) {
    return base::invalid(base::format(
        "{} is \"{}\": the launcher did not expand the variable; give the path of a team.yaml",
        origin,
        file.string()));
  }
  return file;
}

/// A file that nobody named may be absent; one that cannot be looked at is an error when it is
/// read.
bool may_be_read(const fs::path& file) {
  std::error_code ignored;
  return fs::status(file, ignored).type() != fs::file_type::not_found;
}

base::Result<std::optional<fs::path>> team_file(const TeamPlaces& places) {
  using Found = std::optional<fs::path>;
  if (places.option) return Found(TRY(named_file(*places.option, "the team option")));
  if (places.environment) return Found(TRY(named_file(*places.environment, "AGENT_SMITH_TEAM")));
  if (places.home && may_be_read(*places.home / "team.yaml")) {
    return Found(*places.home / "team.yaml");
  }
  if (places.project_root && may_be_read(*places.project_root / "agents" / "team.yaml")) {
    return Found(*places.project_root / "agents" / "team.yaml");
  }
  return Found();
}

}  // namespace

bool is_agent_name(std::string_view name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
  return !name.empty() && name.size() <= 32 && name.front() != '-' &&
         name.find_first_not_of(allowed) == std::string_view::npos;
}

base::Result<Team> read_team(const fs::path& file) {
  const Node root = TRY(config::parse_file(file));
  TRY(config::must_be(root, Kind::map, "a team file"));
  TRY(check_version(root));
  TRY(config::only_keys(root, {"version", "agents"}));
  const Node* agents = TRY(config::required_list(root, "agents"));
  Team team;
  team.file = file;
  Seen seen;
  for (const Node& agent : agents->items())
    team.members.push_back(TRY(read_member(agent, seen)));
  return team;
}

base::Result<std::optional<Team>> find_team(const TeamPlaces& places) {
  const auto file = TRY(team_file(places));
  if (!file) return std::optional<Team>();
  return std::optional(TRY(read_team(*file)));
}

}  // namespace crew
