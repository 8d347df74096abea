// Any text as a bearer token: it belongs to the agent whose token it is, letter by letter, and to
// nobody else.

#include "crew/tokens.hpp"
#include "base/digest.hpp"
#include "fuzz/fuzz.hpp"

FUZZ_TARGET(input) {
  const std::size_t half = input.size() / 2;
  const std::string mine(input.substr(0, half));
  const std::string other(input.substr(half));
  crew::Team team;
  team.members.push_back({"tokenless", "", std::nullopt});
  team.members.push_back({"devbot", "", base::sha256_hex(mine)});
  const bool is_possible = !mine.empty() && mine.size() <= crew::token_bytes_max;
  CHECK(crew::owner_of(team, mine) ==
        (is_possible ? std::optional<std::string>("devbot") : std::nullopt));
  if (other != mine) CHECK(!crew::owner_of(team, other));
  // Who has read the file with the hashes has no token.
  CHECK(!crew::owner_of(team, *team.members[1].token_sha256));
}
