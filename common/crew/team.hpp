#pragma once
// team.yaml: the agents of a crew.
//
//   version: 1
//   agents:
//     - name: devbot
//       role: writes and reviews code
//       token_sha256: <64 lower-case hex digits>     # optional: SHA-256 of the HTTP bearer token

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace crew {

/// Who acts when nobody was named; never the name of an agent.
inline constexpr std::string_view local_agent = "local";

/// Who makes the streams of NATS and erases from them; never the name of an agent.
inline constexpr std::string_view operator_name = "operator";

/// Who reads the events of all agents for the run log, and the durable name it does so under; never
/// the name of an agent.
inline constexpr std::string_view runlog_name = "runlog";

struct Member {
  std::string name;
  std::string role;  ///< one line for people, may be empty
  std::optional<std::string> token_sha256;
};

struct Team {
  std::vector<Member> members;  ///< in the order of the file; names and tokens are unique
  std::filesystem::path file;
};

/// True for [a-z0-9][a-z0-9-]{0,31}.
bool is_agent_name(std::string_view name);

/// What is_agent_name allows, for messages.
inline constexpr std::string_view agent_name_rule =
    "1 to 32 characters of a-z, 0-9 and -, not starting with -";

/// Errors carry file:line and say what is allowed.
base::Result<Team> read_team(const std::filesystem::path& file);

/// Where a team file may be, in the order they are tried.
struct TeamPlaces {
  std::optional<std::filesystem::path> option;       ///< the flag; the file must exist
  std::optional<std::filesystem::path> environment;  ///< AGENT_SMITH_TEAM; the file must exist
  std::optional<std::filesystem::path> home;         ///< <home>/team.yaml, if it exists
  std::optional<std::filesystem::path>
      project_root;  ///< <project root>/agents/team.yaml, if it exists
};

/// The first of these files; nothing if there is none.
base::Result<std::optional<Team>> find_team(const TeamPlaces& places);

}  // namespace crew
